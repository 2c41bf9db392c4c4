using System.Text;
using CsCheck;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Functions;
using ExtensibleWebhooks.Engine.Tests.Generators;

namespace ExtensibleWebhooks.Engine.Tests.Functions;

public class FunctionPoolTests
{
    [Fact]
    public void Globals_OfASource_LastFromOneEventToTheNext_AndNotOverAnError()
    {
        var pool = PoolOf("let n = 0; function onTrack(event) { n++; if (event.drop) throw new DropEvent('x'); if (event.fail) throw new Error('x'); return { n }; }");

        Assert.Equal("""{"n":1}""", Run(pool, """{"type":"track"}"""));
        Assert.Equal(FunctionVerdict.Dropped, pool.Run(Read("""{"type":"track","drop":true}""")).Verdict);
        Assert.Equal("""{"n":3}""", Run(pool, """{"type":"track"}"""));
        Assert.Equal(FunctionVerdict.Failed, pool.Run(Read("""{"type":"track","fail":true}""")).Verdict);
        Assert.Equal("""{"n":1}""", Run(pool, """{"type":"track"}"""));
    }

    [Fact]
    public void Event_KeptInAGlobal_CannotBeReadLater_UnlessItWasRead()
    {
        var pool = PoolOf("let last; function onTrack(event) { const result = last ? { seen: last.a, inner: last.o.b } : event; last = event; last.a; return result; }");
        Run(pool, """{"type":"track","a":1,"o":{"b":2}}""");

        var outcome = pool.Run(Read("""{"type":"track","a":2}"""));

        Assert.Contains("of an earlier call", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Event_ThatIsReturnedUntouched_IsTheSameDocument()
    {
        var document = Read("""{"type":"track","a":{"b":1}}""");

        Assert.Same(document, PoolOf("const onTrack = event => event;").Run(document).Event);
    }

    [Fact]
    public void Pool_UsedByManyThreads_KeepsTheirEventsApart()
    {
        var pool = PoolOf("async function onTrack(event) { await null; return { twice: event.n * 2 }; }");

        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, n =>
            Assert.Equal($$"""{"twice":{{n * 2}}}""", Run(pool, $$"""{"type":"track","n":{{n}}}""")));
    }

    [Fact]
    public void Settings_HaveNoTextForm() =>
        Assert.DoesNotContain("secret", FunctionSettings.Merge(null, new Dictionary<string, string> { ["key"] = "secret" }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Event_ThatIsLookedThrough_IsWrittenAsItWas() =>
        JsonGenerator.Values.Sample(
            value =>
            {
                // Every member is read; nothing is changed.
                var pool = PoolOf("function look(value) { if (value && typeof value === 'object') for (const key of Object.keys(value)) look(value[key]); } function onTrack(event) { look(event); return event; }");
                var text = $$"""{"type":"track","value":{{value}}}""";

                Assert.Equal(FunctionCaseTests.TextOf(Read(text)), Run(pool, text));
            },
            iter: 300);

    [Fact]
    public void Event_AsJavaScriptSeesIt_IsWhatJsonParseGives() =>
        JsonGenerator.Values.Sample(
            value =>
            {
                var pool = PoolOf("function onTrack(event) { return { same: JSON.stringify(event.value) === JSON.stringify(JSON.parse(event.text)) }; }");
                var text = $$"""{"type":"track","value":{{value}},"text":{{System.Text.Json.JsonSerializer.Serialize(value)}}}""";

                Assert.Equal("""{"same":true}""", Run(pool, text));
            },
            iter: 300);

    private static string Run(FunctionPool pool, string json)
    {
        var outcome = pool.Run(Read(json));
        Assert.True(outcome.Verdict == FunctionVerdict.Returned, outcome.Detail);
        return FunctionCaseTests.TextOf(outcome.Event);
    }

    private static FunctionPool PoolOf(string source)
    {
        var compiled = FunctionCompiler.Compile(source);
        Assert.True(compiled.IsCompiled, string.Join("\n", compiled.Diagnostics));
        return new FunctionPool(compiled.Function, FunctionSettings.None, TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    private static EventDocument Read(string json)
    {
        var result = EventDocument.Parse(Encoding.UTF8.GetBytes(json));
        Assert.True(result.IsRead, result.Problem?.ToString());
        return result.Document;
    }
}
