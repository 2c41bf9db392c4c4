using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Batches;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>How a mapping's events share requests.</summary>
internal sealed record BatchRules
{
    /// <summary>Most events in a request; at least 1.</summary>
    public required int MaxSize { get; init; }

    /// <summary>Most bytes in a request's body.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Longest time that an event waits for others.</summary>
    public required TimeSpan MaxWait { get; init; }

    public required BatchFrame Frame { get; init; }

    /// <summary>Where an answer has a status for each event; null: it has not.</summary>
    public ItemStatusPath? Statuses { get; init; }

    /// <summary>Null: one request an event.</summary>
    public static BatchRules? Of(BatchingSpec spec) => !spec.Enabled ? null : new BatchRules
    {
        MaxSize = spec.MaxSize,
        MaxBytes = spec.MaxBytes.Bytes,
        MaxWait = spec.MaxWait.Value,
        Frame = BatchFrame.Of(spec),
        Statuses = spec.ItemStatusPath is { } path ? ItemStatusPath.Parse(path) : null,
    };
}
