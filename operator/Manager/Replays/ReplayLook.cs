using ExtensibleWebhooks.Crds.WebhookReplays;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Statuses;

namespace ExtensibleWebhooks.Manager.Replays;

/// <summary>What was found of a replay at one look.</summary>
/// <param name="Findings">Of its spec.</param>
/// <param name="Reference">Whether its destination is there, with its source.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="Completed">The condition.</param>
/// <param name="Replay">As the worker has it; null: what the status says of it stays.</param>
internal sealed record ReplayLook(Findings Findings, Verdict Reference, ReplayPhase Phase, Verdict Completed, WorkerReplay? Replay = null);
