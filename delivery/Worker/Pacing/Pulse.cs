namespace ExtensibleWebhooks.Worker.Pacing;

/// <summary>Wakes everybody who waits. Take <see cref="Next"/> before looking at what may change, then wait for it: no change is missed.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
