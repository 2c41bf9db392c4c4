namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>The documents of some files, and what is wrong with those that could not be read.</summary>
internal sealed record ManifestReading(IReadOnlyList<ManifestDocument> Documents, IReadOnlyList<ManifestProblem> Problems);
