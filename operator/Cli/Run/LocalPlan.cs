using ExtensibleWebhooks.Crds.WorkerConfigs;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>What a worker on this machine is told: its config, and the values of the files that it names.</summary>
/// <param name="Config">As the operator would build it.</param>
/// <param name="Credentials">File names to values. Never shown.</param>
/// <param name="WriteKey">What senders authenticate with.</param>
internal sealed record LocalPlan(WorkerConfig Config, IReadOnlyDictionary<string, byte[]> Credentials, string WriteKey);
