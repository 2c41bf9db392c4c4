using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.WebhookReplays;
using ExtensibleWebhooks.Manager.Statuses;

namespace ExtensibleWebhooks.Manager.Replays;

/// <summary>The status of a replay.</summary>
internal static class ReplayStatuses
{
    /// <summary>Nothing changes it any more.</summary>
    public static bool HasEnded(ReplayPhase? phase) => phase is ReplayPhase.Succeeded or ReplayPhase.Failed or ReplayPhase.Cancelled;

    public static WebhookReplayStatus Of(WebhookReplay replay, ReplayLook look, TimeProvider time)
    {
        var before = replay.Status ?? new WebhookReplayStatus();
        var conditions = ConditionSet.From(before.Conditions, replay.Metadata.Generation, time);
        SourceVerdicts.SpecOf(look.Findings).AddTo(conditions, ConditionTypes.SpecValid);
        look.Reference.AddTo(conditions, ConditionTypes.ReferencesResolved);
        look.Completed.AddTo(conditions, ConditionTypes.Completed);
        return (look.Replay is { } found ? Figures(before, found) : before) with
        {
            ObservedGeneration = replay.Metadata.Generation,
            Phase = look.Phase,
            CompletionTime = HasEnded(look.Phase) ? time.GetUtcNow().UtcDateTime : null,
            Conditions = conditions.Build(),
        };
    }

    private static WebhookReplayStatus Figures(WebhookReplayStatus before, WorkerReplay found) => before with
    {
        Matched = found.Matched,
        Delivered = found.Delivered,
        Failed = found.Failed,
        Read = found.Read,
        Missed = found.Missed,
        LogBegins = found.LogBegins?.UtcDateTime,
        StartTime = found.CreatedAt?.UtcDateTime,
    };
}
