using ExtensibleWebhooks.Support.Reference;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Mappings;

/// <summary>
/// Mappings against the published packages: the same JSON, or the same once the case is said in their words (<see cref="MappingRewriter"/>).
/// What does not compile here fails there too, at the latest when the directive is asked alone.
/// </summary>
public class MappingDifferentialTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Mapping_AnyOfAnyEvent_GivesWhatTheReferenceGives()
    {
        using var reference = await StartAsync();
        var tally = new Tally();
        var problems = new List<string>();
        for (var start = 0; start < Budget.Cases; start += Budget.Batch)
        {
            var cases = Enumerable.Range(start, Budget.Batch).Select(index => MappingCase.Draw(Budget.Source(index))).ToList();
            var verdicts = await JudgeAsync(cases, reference);
            for (var i = 0; i < cases.Count; i++)
            {
                if (verdicts[i].Problem is null)
                {
                    tally.Add(verdicts[i].Differences);
                }
                else if (problems.Count < Budget.Problems)
                {
                    problems.Add($"case {start + i} of seed {Budget.Seed}\n{await SmallestAsync(cases[i], reference)}");
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
        tally.Report(output);
    }

    private static async Task<ReferenceProgram> StartAsync()
    {
        var reason = await ReferenceProgram.WhyNotHereAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(reason is not null, reason ?? "");
        return ReferenceProgram.Start("answer.mjs");
    }

    private static async Task<IReadOnlyList<Verdict>> JudgeAsync(List<MappingCase> cases, ReferenceProgram reference)
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

    /// <summary>The case, made smaller as long as the same kind of thing is wrong with it.</summary>
    private static async Task<string> SmallestAsync(MappingCase test, ReferenceProgram reference)
    {
        var problem = (await JudgeAsync([test], reference))[0];
        while (true)
        {
            var smaller = test.Smaller().ToList();
            var verdicts = await JudgeAsync(smaller, reference);
            var index = verdicts.ToList().FindIndex(verdict => verdict.IsLike(problem));
            if (index < 0)
            {
                return $"{(await JudgeAsync([test], reference))[0].Problem}\n{test}";
            }

            test = smaller[index];
        }
    }
}
