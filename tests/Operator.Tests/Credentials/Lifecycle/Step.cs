namespace ExtensibleWebhooks.Operator.Tests.Credentials.Lifecycle;

/// <summary>One step of a schedule.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Value">Which process, which of those that wait, or how many seconds.</param>
internal sealed record Step(StepKind Kind, int Value);

internal enum StepKind
{
    /// <summary>A process is asked to keep the tokens, if it is not at it.</summary>
    Keep,

    /// <summary>The same, with the stored token reported refused.</summary>
    Report,

    /// <summary>One that waits at the store or the provider goes on.</summary>
    GoOn,

    /// <summary>A process ends where it is; another takes its place.</summary>
    Kill,

    /// <summary>The clock goes on.</summary>
    Advance,
}
