namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>What came of a commit that brings webhooks back to a lane.</summary>
internal enum MoveEnd
{
    /// <summary>It is durable, and the lane knows.</summary>
    Done,

    /// <summary>Nothing was written: the lane has ended, and another takes its place or none.</summary>
    LaneEnded,

    /// <summary>Nothing was written: somebody ended the replay.</summary>
    ReplayEnded,
}
