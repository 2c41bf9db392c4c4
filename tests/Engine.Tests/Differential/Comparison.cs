using ExtensibleWebhooks.Support.Reference;

namespace ExtensibleWebhooks.Engine.Tests.Differential;

/// <summary>Draws cases, has them judged, and makes the first that are wrong as small as they can be.</summary>
/// <param name="draw">A case from a source of its own.</param>
/// <param name="judge">A verdict for each case, in the same order.</param>
/// <param name="smaller">The case, a step smaller in every way.</param>
internal sealed class Comparison<T>(Func<Random, T> draw, Func<IReadOnlyList<T>, ReferenceProgram, Task<IReadOnlyList<Verdict>>> judge, Func<T, IEnumerable<T>> smaller)
    where T : class
{
    public async Task RunAsync(ITestOutputHelper output)
    {
        using var reference = await Comparison.StartAsync();
        var tally = new Tally();
        var problems = new List<string>();
        for (var start = 0; start < Budget.Cases; start += Budget.Batch)
        {
            var cases = Enumerable.Range(start, Budget.Batch).Select(index => draw(Budget.Source(index))).ToList();
            var verdicts = await judge(cases, reference);
            for (var i = 0; i < cases.Count; i++)
            {
                if (verdicts[i].Problem is null)
                {
                    tally.Add(verdicts[i].Differences);
                }
                else if (problems.Count < Budget.Problems)
                {
                    problems.Add($"case {start + i} of seed {Budget.Seed}: {cases[i]}\n{await SmallestAsync(cases[i], reference)}");
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
        tally.Report(output);
    }

    /// <summary>The case, made smaller as long as the same kind of thing is wrong with it.</summary>
    private async Task<string> SmallestAsync(T test, ReferenceProgram reference)
    {
        var problem = (await judge([test], reference))[0];
        while (true)
        {
            var candidates = smaller(test).ToList();
            var verdicts = await judge(candidates, reference);
            var index = verdicts.ToList().FindIndex(verdict => verdict.IsLike(problem));
            if (index < 0)
            {
                return $"{(await judge([test], reference))[0].Problem}\n  {test}";
            }

            test = candidates[index];
        }
    }
}

internal static class Comparison
{
    /// <summary>Skips the test, with the reason, where the reference cannot be installed.</summary>
    public static async Task<ReferenceProgram> StartAsync()
    {
        var reason = await ReferenceProgram.WhyNotHereAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(reason is not null, reason ?? "");
        return ReferenceProgram.Start("answer.mjs");
    }
}
