using System.Text;
using ExtensibleWebhooks.Cli.Tokens;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Configuration;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>What a worker on this machine is told: its config, and the values of the files that it names.</summary>
/// <param name="Config">As the operator would build it.</param>
/// <param name="Credentials">File names to values, without access tokens, which come and go. Never shown.</param>
/// <param name="WriteKey">What senders authenticate with.</param>
internal sealed record LocalPlan(WorkerConfig Config, IReadOnlyDictionary<string, byte[]> Credentials, string WriteKey)
{
    /// <summary>Whose tokens are to be kept; none without OAuth 2.0.</summary>
    public IReadOnlyList<LocalClient> Clients { get; init; } = [];

    /// <summary>Whether this plan, all of it, is what the worker follows.</summary>
    public bool IsFollowedBy(WorkerSnapshot snapshot) =>
        WorkerConfigDocument.Write(snapshot.Config).AsSpan().SequenceEqual(WorkerConfigDocument.Write(Config))
        && Credentials.All(file => snapshot.Credentials.ValueOf(file.Key) == Encoding.UTF8.GetString(file.Value).TrimEnd('\r', '\n'));

    /// <summary>Without the values.</summary>
    public override string ToString() => $"plan of {Config.Source}";
}
