using System.Text.Json;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Leadership;

namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>How an operator runs.</summary>
public sealed class OperatorOptions
{
    /// <summary>Field manager of server-side apply and source of events. Never change it: the fields that it owns stay with the old name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Empty (the default) watches all namespaces, by cluster-wide rights; otherwise these only.</summary>
    public IReadOnlyList<string> WatchNamespaces { get; set; } = [];

    /// <summary>Null (the default) runs the controllers at once: for one process only, as in tests.</summary>
    public LeaderElectionOptions? LeaderElection { get; set; }

    /// <summary>How long work in progress may take to finish when the process is told to stop. Below the host's own shutdown time.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How objects are read and written.</summary>
    public JsonSerializerOptions Json { get; set; } = RuntimeJson.Options;

    /// <summary>Of short faults.</summary>
    public RetryPolicy Retry { get; set; } = RetryPolicy.Default;

    /// <summary>The paces of list and watch.</summary>
    public ReflectorTimings Timings { get; set; } = new();

    internal void ThrowIfInvalid()
    {
        List<string> errors = [.. LeaderElection?.Validate() ?? []];
        if (Name.Length is 0 or > 128)
        {
            errors.Add($"Name ('{Name}') must have 1 to 128 characters");
        }

        if (errors.Count > 0)
        {
            throw new ArgumentException($"The operator's options are wrong: {string.Join("; ", errors)}");
        }
    }
}
