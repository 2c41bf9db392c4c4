namespace ExtensibleWebhooks.Manager.Replays;

/// <summary>The answer of <c>GET /inspect/v1/replay</c>.</summary>
internal sealed record WorkerReplayPage
{
    /// <summary>A null among them, which the reader of JSON lets through, is none.</summary>
    public IReadOnlyList<WorkerReplay> Items { get; init => field = [.. value.OfType<WorkerReplay>()]; } = [];
}
