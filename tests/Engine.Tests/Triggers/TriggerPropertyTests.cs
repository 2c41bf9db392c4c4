using System.Text;
using CsCheck;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Tests.Generators;
using ExtensibleWebhooks.Engine.Triggers;
using ExtensibleWebhooks.Engine.Triggers.Ast;
using ExtensibleWebhooks.Engine.Triggers.Syntax;

namespace ExtensibleWebhooks.Engine.Tests.Triggers;

public class TriggerPropertyTests
{
    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.OneOf("type", "event", "userId", "a", "and", "null", "all", "length", "2fa", "x y", "a.b", "\"", "'", "\\", "é", "😀", "-", "[0]"),
        Gen.String[Gen.Char[' ', '~'], 1, 5]);

    private static readonly Gen<string> Texts = Gen.OneOf(Gen.OneOf("", "track", "Order Completed", "it's", "say \"hi\"", "back\\slash", "5", "\n", "é😀", "null"), Gen.String[Gen.Char[' ', '~'], 0, 8]);

    private static readonly Gen<TriggerOperand> Fields = Names.List[1, 3].Select(names => (TriggerOperand)new FieldOperand(names, default));

    private static readonly Gen<string> Numbers = Gen.OneOf(Gen.OneOf("0", "-5", "+5", "1.50", "1e21", "5.", "1E-7"), Gen.Int.Select(value => $"{value}"));

    private static readonly Gen<TriggerOperand> Literals = Gen.OneOf(
        Texts.Select(text => (TriggerOperand)new TextLiteral(text, default)),
        Numbers.Select(number => (TriggerOperand)new NumberLiteral(number, default)),
        Gen.Bool.Select(value => (TriggerOperand)new BooleanLiteral(value, default)),
        Gen.Const((TriggerOperand)new NullLiteral(default)));

    private static readonly Gen<TriggerOperand> Sources = Gen.OneOf(
        Fields,
        Gen.Select(Gen.OneOf("length", "lowercase", "typeof", "bool", "string"), Fields).Select(parts => (TriggerOperand)new CallOperand(parts.Item1, [parts.Item2], default)));

    private static readonly Gen<TriggerExpression> Conditions = Gen.OneOf(
        Gen.Select(Sources, Literals.Array[0, 3]).Select(parts => (TriggerExpression)new InExpression(parts.Item1, new ListLiteral(parts.Item2, default), default)),
        Gen.Select(Literals.Where(IsPrintedInQuotes), Sources).Select(parts => (TriggerExpression)new InExpression(parts.Item1, parts.Item2, default)),
        Fields.Where(field => field is FieldOperand { IsAlwaysText: false }).Select(field => (TriggerExpression)new TestExpression(field, default)),
        Gen.Select(Sources, Gen.OneOf(ComparisonOperator.Equal, ComparisonOperator.NotEqual), Literals)
            .Select(parts => (TriggerExpression)new ComparisonExpression(parts.Item1, parts.Item2, parts.Item3, default)),
        Gen.Select(Fields, Gen.Enum<ComparisonOperator>(), Numbers)
            .Select(parts => (TriggerExpression)new ComparisonExpression(parts.Item1, parts.Item2, new NumberLiteral(parts.Item3, default), default)),
        Gen.Select(Gen.OneOf("contains", "match"), Sources.Where(source => source is not CallOperand { Function: "bool" }), Gen.OneOf("a*", "x", "[a-z]?", "it's"))
            .Select(parts => (TriggerExpression)new TestExpression(new CallOperand(parts.Item1, [parts.Item2, new TextLiteral(parts.Item3, default)], default), default)),
        Gen.Const((TriggerExpression)new AllExpression(default)));

    private static readonly Gen<TriggerExpression> Expressions = Gen.Recursive<TriggerExpression>((depth, inner) => depth >= 4
        ? Conditions
        : Gen.OneOf(
            Conditions,
            inner.Select(expression => (TriggerExpression)new NotExpression(expression, default)),
            Gen.Select(inner, inner).Select(pair => (TriggerExpression)new AndExpression(pair.Item1, pair.Item2, default)),
            Gen.Select(inner, inner).Select(pair => (TriggerExpression)new OrExpression(pair.Item1, pair.Item2, default))));

    [Fact]
    public void Printer_AnyTree_IsReadAsTheSameTree()
    {
        Expressions.Sample(expression =>
        {
            var text = TriggerPrinter.Print(expression);
            var problems = new TriggerProblems(text, "");
            var again = TriggerParser.Parse(text, problems);
            Assert.True(!problems.Any && again == expression, $"{text}\n{TriggerPrinter.Print(again)}\n{string.Join("\n", problems.Diagnostics)}");
        }, iter: 1000);
    }

    [Fact]
    public void Compiler_AnyText_GivesATriggerOrDiagnosticsThatPointIntoIt()
    {
        using var document = EventDocument.Parse("{\"type\":\"track\",\"a\":{\"b\":[1,\"x\",null]},\"event\":\"Order\"}"u8.ToArray()).Document;
        var @event = Assert.IsType<EventDocument>(document);

        Hostile.TriggerTexts.Sample(text =>
        {
            var result = TriggerCompiler.Compile(text);
            Assert.NotEqual(result.IsCompiled, result.Diagnostics.Count > 0);
            var lines = text.Split('\n');
            Assert.All(result.Diagnostics, diagnostic => Assert.True(
                diagnostic.Line <= lines.Length && diagnostic.Column >= 1 && diagnostic.Column <= lines[(diagnostic.Line ?? 1) - 1].Length + 1, $"{diagnostic} in {text}"));
            if (result.IsCompiled)
            {
                var again = TriggerCompiler.Compile(result.Trigger.CanonicalText);
                Assert.True(again.IsCompiled || Encoding.UTF8.GetByteCount(result.Trigger.CanonicalText) > TriggerCompiler.MaxBytes, result.Trigger.CanonicalText);
                Assert.Equal(again.Trigger?.CanonicalText ?? result.Trigger.CanonicalText, result.Trigger.CanonicalText);
                Assert.Equal(again.Trigger?.Matches(@event) ?? result.Trigger.Matches(@event), result.Trigger.Matches(@event));
            }
        }, iter: 1000);
    }

    /// <summary>A text with both kinds of quotes is printed as a bare word, which on the left of in is a field.</summary>
    private static bool IsPrintedInQuotes(TriggerOperand literal) =>
        literal is not TextLiteral text || !text.Value.Contains('"', StringComparison.Ordinal) || !text.Value.Contains('\'', StringComparison.Ordinal);
}
