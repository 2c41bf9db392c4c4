namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>What the loop has to know of one reconciliation.</summary>
/// <param name="RequeueAfter">On success: the next look. On failure: not before.</param>
internal sealed record ReconcileOutcome(bool IsSuccess, bool IsTerminal, TimeSpan? RequeueAfter, string? Message, Exception? Error)
{
    public static ReconcileOutcome Nothing { get; } = new(true, false, null, null, null);
}
