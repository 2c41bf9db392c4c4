using ExtensibleWebhooks.Engine.Liquid.Expressions;
using ExtensibleWebhooks.Engine.Liquid.Tags;
using ExtensibleWebhooks.Engine.Liquid.Values;
using Fluid;
using Fluid.Ast;
using Parlot.Fluent;
using AssignStatement = ExtensibleWebhooks.Engine.Liquid.Tags.AssignStatement;
using CaptureStatement = ExtensibleWebhooks.Engine.Liquid.Tags.CaptureStatement;
using CycleStatement = ExtensibleWebhooks.Engine.Liquid.Tags.CycleStatement;

namespace ExtensibleWebhooks.Engine.Liquid.Syntax;

/// <summary>
/// Fluid's parser with liquidjs's expressions in it, and with those tags only that the reference allows. Has no state of its own: one is shared by all threads.
/// </summary>
internal sealed class LiquidGrammar : FluidParser
{
    /// <summary>The tags that stay as Fluid has them. Stands before <see cref="Shared"/>, which needs it.</summary>
    private static readonly string[] OfFluid = ["break", "continue", "comment", "#", "raw", "liquid"];

    public static readonly LiquidGrammar Shared = new();

    private LiquidGrammar()
        : base(new FluidParserOptions { AllowLiquidTag = true })
    {
        foreach (var name in RegisteredTags.Keys.Except(OfFluid).ToList())
        {
            RegisteredTags.Remove(name);
        }

        FilterExpression.Parser = new TagContent<Expression>(isOutput: true, (_, expressions) => expressions.Filtered());
        var condition = new TagContent<LiquidExpression>(isOutput: false, (_, expressions) => expressions.Filtered());
        var rest = new TagContent<string>(isOutput: false, (tokens, _) => tokens.Rest());

        RegisteredTags["assign"] = Tag(Assignment);
        RegisteredTags["echo"] = Tag((tokens, expressions) => tokens.AtEnd ? new OutputStatement(new ConstantExpression(LiquidValue.Undefined)) : new OutputStatement(expressions.Filtered()));
        RegisteredTags["increment"] = Tag((tokens, _) => new CounterStatement(tokens.Name(), 1));
        RegisteredTags["decrement"] = Tag((tokens, _) => new CounterStatement(tokens.Name(), -1));
        RegisteredTags["cycle"] = Tag(Cycle);
        RegisteredTags["capture"] = Block("capture", new TagContent<string>(isOutput: false, Captured)).Then<Statement>(block => new CaptureStatement(block.Item1, block.Item2));
        RegisteredTags["block"] = Block("block", rest).Then<Statement>(block => new BlockStatement(block.Item2));
        RegisteredTags["if"] = Conditional("endif", condition, condition);
        RegisteredTags["unless"] = Conditional("endunless", new TagContent<LiquidExpression>(isOutput: false, (_, expressions) => Negated(expressions.Filtered())), condition);
    }

    private Parser<Statement> Tag(Func<TokenReader, ExpressionReader, Statement> read) => new TagContent<Statement>(isOutput: false, read).AndSkip(TagEnd);

    private Parser<(T, IReadOnlyList<Statement>)> Block<T>(string name, Parser<T> content) =>
        content.AndSkip(TagEnd).And(AnyTagsList).AndSkip(CreateTag("end" + name)).Then(block => (block.Item1, block.Item2));

    private Parser<Statement> Conditional(string endTag, Parser<LiquidExpression> first, Parser<LiquidExpression> next) => first
        .AndSkip(TagEnd)
        .And(AnyTagsList)
        .And(ZeroOrMany(TagStart.SkipAnd(Terms.Text("elsif")).SkipAnd(next).AndSkip(TagEnd).And(AnyTagsList)))
        .And(ZeroOrOne(CreateTag("else").SkipAnd(AnyTagsList)))
        .AndSkip(CreateTag(endTag))
        .Then<Statement>(parts => new IfStatement(
            parts.Item1,
            parts.Item2,
            parts.Item4 is { } otherwise ? new ElseStatement(otherwise) : null,
            [.. parts.Item3.Select(branch => new ElseIfStatement(branch.Item1, branch.Item2))]));

    private static OperatorExpression Negated(LiquidExpression expression) =>
        new OperatorExpression(LiquidOperator.Not, new ConstantExpression(LiquidValue.Undefined), expression);

    private static Statement Assignment(TokenReader tokens, ExpressionReader expressions)
    {
        var name = tokens.Name();
        if (name.Length == 0)
        {
            throw tokens.Error($"Expected the name of a variable, found {tokens.Found()}.");
        }

        if (!tokens.Take('='))
        {
            throw tokens.Error($"Expected =, found {tokens.Found()}.");
        }

        return new AssignStatement(name, expressions.Filtered());
    }

    private static string Captured(TokenReader tokens, ExpressionReader expressions) =>
        tokens.Name() is { Length: > 0 } name ? name : tokens.Quoted() ?? throw tokens.Error($"Expected the name of a variable, found {tokens.Found()}.");

    private static Statement Cycle(TokenReader tokens, ExpressionReader expressions)
    {
        var values = new List<LiquidExpression> { expressions.RequiredValue() };
        LiquidExpression? group = null;
        if (tokens.Take(':'))
        {
            group = values[0];
            values = [expressions.RequiredValue()];
        }

        while (tokens.Take(','))
        {
            if (expressions.Value() is { } value)
            {
                values.Add(value);
            }
        }

        return new CycleStatement(group, values);
    }
}
