namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>Wakes whoever waits for the head to move.</summary>
internal sealed class HeadSignal
{
    private volatile TaskCompletionSource _moved = New();

    /// <summary>Take it before looking at the head: then no move can be missed between the look and the wait.</summary>
    public Task Moved => _moved.Task;

    public void Raise() => Interlocked.Exchange(ref _moved, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
