using ExtensibleWebhooks.Support.Reference;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Requests;

/// <summary>url, method and headers against the published packages, up to what their own client gives to its transport.</summary>
public class RequestDifferentialTests(ITestOutputHelper output)
{
    [Fact]
    public Task Target_AnyOfAnyEvent_IsWhatTheReferenceSends() =>
        new Comparison<RequestCase>(RequestCase.Draw, JudgeAsync, test => test.Smaller()).RunAsync(output);

    private static async Task<IReadOnlyList<Verdict>> JudgeAsync(IReadOnlyList<RequestCase> cases, ReferenceProgram reference)
    {
        var rewritten = cases.Select(RequestRules.Rewrite).ToList();
        var asked = await AskAsync(cases, reference);
        var meant = await AskAsync([.. rewritten.Select(pair => pair.Case)], reference);
        return [.. cases.Select((test, index) => Judge(test.Engine(), asked[index], meant[index], rewritten[index].Differences))];
    }

    private static Verdict Judge(RequestAnswer ours, RequestAnswer theirs, RequestAnswer meant, IReadOnlyCollection<int> differences) =>
        RequestRules.Explain(ours, theirs) is { } explained ? new Verdict(explained)
        : differences.Count > 0 && RequestRules.Explain(ours, meant) is { } more ? new Verdict([.. differences.Concat(more).Order()])
        : new Verdict([], $"{(ours.Failure is null ? "given" : "failed")} ours {ours}\ntheirs {theirs}\nmeant  {meant}");

    private static async Task<List<RequestAnswer>> AskAsync(IReadOnlyList<RequestCase> cases, ReferenceProgram reference) =>
        [.. (await reference.AskAsync([.. cases.Select(test => test.Question)], TestContext.Current.CancellationToken)).Select(RequestAnswer.Read)];
}
