using ExtensibleWebhooks.Cli.Manifests;

namespace ExtensibleWebhooks.Cli.Lint;

/// <summary>What a look at manifests came to.</summary>
/// <param name="Manifests">How many documents were read, those of other kinds included.</param>
/// <param name="Problems">By file, then place.</param>
internal sealed record LintReport(int Manifests, IReadOnlyList<ManifestProblem> Problems)
{
    public int Errors => Problems.Count(problem => !problem.IsWarning);

    public int Warnings => Problems.Count(problem => problem.IsWarning);
}
