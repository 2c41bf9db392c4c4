namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>How far a replay is. Kept by name: a name never changes.</summary>
internal enum ReplayPhase
{
    /// <summary>Webhooks go back to the lane.</summary>
    Running,

    /// <summary>All have gone back to the lane, and some of them are still to be delivered or given up.</summary>
    Sending,

    /// <summary>Each of them was delivered or given up again.</summary>
    Succeeded,

    /// <summary>It could not go on; what had not gone back is still where it was.</summary>
    Failed,

    /// <summary>Somebody ended it; what had gone back to the lane by then is sent all the same.</summary>
    Cancelled,
}
