using ExtensibleWebhooks.Support.Reference;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Mappings;

/// <summary>
/// Mappings against the published packages: the same JSON, or the same once the case is said in their words (<see cref="MappingRewriter"/>).
/// What does not compile here fails there too, at the latest when the directive is asked alone.
/// </summary>
public class MappingDifferentialTests(ITestOutputHelper output)
{
    [Fact]
    public Task Mapping_AnyOfAnyEvent_GivesWhatTheReferenceGives() =>
        new Comparison<MappingCase>(MappingCase.Draw, JudgeAsync, test => test.Smaller()).RunAsync(output);

    private static async Task<IReadOnlyList<Verdict>> JudgeAsync(IReadOnlyList<MappingCase> cases, ReferenceProgram reference)
    {
        var answers = await AskAsync(cases, reference);
        var trials = cases.Zip(answers, (test, answer) => new MappingTrial(test, test.Engine(), answer)).ToList();
        var again = await AskAsync([.. trials.SelectMany(trial => trial.FollowUps)], reference);
        var verdicts = new List<Verdict>();
        var next = 0;
        foreach (var trial in trials)
        {
            verdicts.Add(trial.Judge(again.GetRange(next, trial.FollowUps.Count)));
            next += trial.FollowUps.Count;
        }

        return verdicts;
    }

    private static async Task<List<MappingAnswer>> AskAsync(IReadOnlyList<MappingCase> cases, ReferenceProgram reference) =>
        [.. (await reference.AskAsync([.. cases.Select(test => test.Question)], TestContext.Current.CancellationToken)).Select(MappingAnswer.Read)];
}
