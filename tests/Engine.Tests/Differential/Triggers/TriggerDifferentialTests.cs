using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Tests.Differential.Json;
using ExtensibleWebhooks.Support.Reference;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

/// <summary>
/// Triggers against the published packages. Two questions each: what they make of the text, and what their evaluation makes of what is meant.
/// Ours is always what is meant; where theirs of the text is not, a numbered difference says why.
/// </summary>
public class TriggerDifferentialTests(ITestOutputHelper output)
{
    [Fact]
    public Task Trigger_AnyWritten_MatchesAsMeantAndAsTheReferenceReadsIt() =>
        new Comparison<TriggerCase>(TriggerCase.Draw, JudgeAsync, test => test.Smaller()).RunAsync(output);

    [Fact]
    public async Task Trigger_OfTheUserInterface_IsWrittenAsTheReferencesGeneratorWritesIt()
    {
        using var reference = await Comparison.StartAsync();
        var cases = Enumerable.Range(0, Budget.Batch).Select(index => new TriggerCase(TriggerGenerator.UiTree(Budget.Source(index)), Style: null, new JsonObject()))
            .Where(test => !test.Written.Differences.Overlaps([10, 11, 15])).ToList();

        var answers = await reference.AskAsync([.. cases.Select(test => $"{{\"generate\":{TriggerMeaning.Of(test.Tree)}}}")], TestContext.Current.CancellationToken);

        Assert.Equal(answers.Select(answer => EventDocument.Parse(Encoding.UTF8.GetBytes(answer)).Document?.Root.Member("text"u8).GetText()), cases.Select(test => test.Written.Text));
    }

    private static async Task<IReadOnlyList<Verdict>> JudgeAsync(IReadOnlyList<TriggerCase> cases, ReferenceProgram reference)
    {
        var answers = await reference.AskAsync([.. cases.Select(test => test.Question)], TestContext.Current.CancellationToken);
        return [.. cases.Zip(answers, Judge)];
    }

    private static Verdict Judge(TriggerCase test, string answer)
    {
        using var document = JsonDocument.Parse(answer);
        var text = document.RootElement.GetProperty("text") is { ValueKind: JsonValueKind.Null } ? (bool?)null : document.RootElement.GetProperty("text").GetBoolean();
        var meant = document.RootElement.GetProperty("meant").GetBoolean();
        var differences = test.Written.Differences;
        var ours = test.Engine();
        if (ours is null || differences.Contains(13))
        {
            return ours is null && differences.Contains(13) ? new Verdict([13]) : new Verdict([], $"compiles: {ours is not null}; it is to be refused: {differences.Contains(13)}");
        }

        return ours != meant ? new Verdict([], $"ours {ours}, meant {meant}, theirs {text}")
            : ours == text ? new Verdict([])
            : differences.Count > 0 ? new Verdict(differences)
            : new Verdict([], $"ours {ours}, theirs {text}, and no difference explains it");
    }
}
