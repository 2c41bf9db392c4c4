namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>What became of a replay's dead letters.</summary>
/// <param name="Replayed">Those that went back to the lane.</param>
/// <param name="Pending">Of them: to be delivered or given up.</param>
/// <param name="Delivered">Answered 2xx. One that was given up and then deleted within the same replay counts here, too.</param>
/// <param name="Failed">Given up again: they are dead letters.</param>
internal sealed record ReplayFigures(long Replayed, long Pending, long Delivered, long Failed);
