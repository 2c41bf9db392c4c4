namespace ExtensibleWebhooks.Manager.Replays;

/// <summary>The answer of <c>GET /inspect/v1/replay</c>.</summary>
internal sealed record WorkerReplayPage
{
    public IReadOnlyList<WorkerReplay> Items { get; init; } = [];
}
