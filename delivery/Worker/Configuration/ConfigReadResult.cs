using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>A config that can be used, or everything that is wrong with the document.</summary>
internal sealed record ConfigReadResult(WorkerConfig? Config, IReadOnlyList<Diagnostic> Diagnostics);
