using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Crds.WorkerConfigs;

/// <summary>What came of reading a config document: the config, or why there is none.</summary>
/// <param name="Config">Null when the document is refused.</param>
/// <param name="Diagnostics">Empty when the document is taken.</param>
public sealed record WorkerConfigReading(WorkerConfig? Config, IReadOnlyList<Diagnostic> Diagnostics);
