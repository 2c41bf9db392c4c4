using ExtensibleWebhooks.Cli.Requests;
using ExtensibleWebhooks.Engine.Functions;
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

    /// <summary>Why the trigger does not match; empty if it does. With a <see cref="Function"/> that returned an event: why it does not match that one.</summary>
    public required IReadOnlyList<FalseCondition> FalseConditions { get; init; }

    /// <summary>What came of the insert function; null where none was called.</summary>
    public FunctionOutcome? Function { get; init; }

    /// <summary>Null where the trigger does not match, where the function gave no event, and with <see cref="Error"/>.</summary>
    public ShownRequest? Request { get; init; }

    /// <summary>Why the mapping gives no request.</summary>
    public RenderError? Error { get; init; }

    /// <summary>Nothing went wrong; a function may leave an event out on purpose.</summary>
    public bool IsWhole => Error is null && Function?.Verdict is null or FunctionVerdict.Returned or FunctionVerdict.Dropped or FunctionVerdict.NotSupported;

    /// <summary>What differs from a cluster; sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
