using ExtensibleWebhooks.Runtime.Queue;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Queue;

/// <summary>A queue on a virtual clock, and a way to take a key only if one is ready.</summary>
internal sealed class QueueProbe : IDisposable
{
    public QueueProbe() => Queue = new WorkQueue<string>(
        new ItemBackoff(ItemBackoff.DefaultInitial, ItemBackoff.DefaultMax, SeededRandom.Always(0)), Observer, Time);

    public FakeTimeProvider Time { get; } = new();

    public CountingObserver Observer { get; } = new();

    public WorkQueue<string> Queue { get; }

    /// <summary>A ready key, or null.</summary>
    public string? TryTake()
    {
        using var giveUp = new CancellationTokenSource();
        var taking = Queue.TakeAsync(giveUp.Token);
        giveUp.Cancel();

        // On a cancelled wait nothing was taken: the key is removed only after the wait has succeeded.
        ((IAsyncResult)taking).AsyncWaitHandle.WaitOne();
        return taking.IsCompletedSuccessfully ? taking.Result : null;
    }

    public void Dispose() => Queue.Dispose();
}
