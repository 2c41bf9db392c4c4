using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Functions;
using ExtensibleWebhooks.Worker.Parking;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>What all lanes share.</summary>
internal sealed record LaneServices
{
    public required IEventLog Log { get; init; }

    public required ParkingStore Parking { get; init; }

    public required DeadLetterStore DeadLetters { get; init; }

    public required EgressOptions Egress { get; init; }

    public required INameResolver Resolver { get; init; }

    public required LaneMetrics Metrics { get; init; }

    public required FunctionGate Functions { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Of jitter; used by many threads at once, so one that allows it.</summary>
    public required Random Random { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>As in the worker's environment.</summary>
    public Action<string, string> TokenRejected { get; init; } = static (_, _) => { };
}
