using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>A batch on its way to the disk, and the task of its caller.</summary>
internal sealed class PendingAppend(EventBatch batch)
{
    private readonly TaskCompletionSource<AppendResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EventBatch Batch => batch;

    /// <summary>Filled while the group is written; worth something only if it becomes durable.</summary>
    public LogPosition[] Positions { get; } = new LogPosition[batch.Entries.Count];

    public Task<AppendResult> Result => _result.Task;

    public void Complete(WriteOutcome outcome) => _result.SetResult(new AppendResult(outcome, outcome.IsDurable ? Positions : []));
}
