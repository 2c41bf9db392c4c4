using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Configuration;

namespace ExtensibleWebhooks.Worker.Hosting;

/// <summary>What a worker takes from the world; a program gives the real ones, a test its own.</summary>
internal sealed record WorkerEnvironment
{
    public required TimeProvider Time { get; init; }

    /// <summary>Of jitter; used by many threads at once.</summary>
    public required Random Random { get; init; }

    /// <summary>Makes ids for events that have none; unique over restarts.</summary>
    public required Func<string> NewId { get; init; }

    public INameResolver Resolver { get; init; } = new SystemNameResolver();

    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Told each configuration once lanes and ingest follow it, renewed credentials included.</summary>
    public Action<WorkerSnapshot> ConfigurationApplied { get; init; } = static _ => { };

    /// <summary>Told each time that a receiver refuses the OAuth 2.0 token in use: the destination's name, and the token's fingerprint. It must not wait.</summary>
    public Action<string, string> TokenRejected { get; init; } = static (_, _) => { };
}
