namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>What became of a replay's webhooks. Those of a batch count one by one.</summary>
/// <param name="Replayed">Those that went back to the lane.</param>
/// <param name="Pending">Of them: to be delivered or given up; of one that ended, as it was then.</param>
/// <param name="Delivered">Answered 2xx. One that was given up and whose dead letter is gone again within the same replay counts here, too.</param>
/// <param name="Failed">Given up again: they are dead letters.</param>
internal sealed record ReplayFigures(long Replayed, long Pending, long Delivered, long Failed)
{
    public static readonly ReplayFigures None = new(0, 0, 0, 0);
}
