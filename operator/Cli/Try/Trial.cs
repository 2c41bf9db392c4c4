using ExtensibleWebhooks.Cli.Requests;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Cli.Try;

/// <summary>What becomes of an event with one mapping.</summary>
internal sealed record Trial
{
    public required string Name { get; init; }

    public required string Namespace { get; init; }

    /// <summary>The name of the mapping's destination.</summary>
    public required string Destination { get; init; }

    public bool Matched => FalseConditions.Count == 0;

    /// <summary>Why the trigger does not match; empty if it does.</summary>
    public required IReadOnlyList<FalseCondition> FalseConditions { get; init; }

    /// <summary>Null where the trigger does not match, and with <see cref="Error"/>.</summary>
    public ShownRequest? Request { get; init; }

    /// <summary>Why the mapping gives no request.</summary>
    public RenderError? Error { get; init; }

    /// <summary>What differs from a cluster; sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
