using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>What a step of retention did: the log's beginning before and after it, and whether there is more to delete.</summary>
internal sealed record RetentionResult(WriteOutcome Outcome, long Before, long After, bool HasMore);
