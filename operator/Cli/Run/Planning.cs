using ExtensibleWebhooks.Cli.Manifests;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>What came of the manifests: a plan, unless something in them is wrong; and what their writer should know.</summary>
internal sealed record Planning(LocalPlan? Plan, IReadOnlyList<ManifestProblem> Problems);
