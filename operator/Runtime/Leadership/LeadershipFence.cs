using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Leadership;

/// <summary>
/// Says until when this process may act as the leader: a deadline on the monotonic clock that each renewal moves on. It is asked before each write, since a process
/// that was paused resumes in the middle of something, before any timer runs. Once closed it stays closed.
/// </summary>
internal sealed class LeadershipFence : IWriteFence, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly CancellationTokenSource _lost;
    private TimeSpan _until = TimeSpan.MinValue;

    public LeadershipFence(TimeProvider time)
    {
        _time = time;
        _epoch = time.GetTimestamp();
        _lost = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Lost = _lost.Token;
    }

    /// <summary>Cancelled when a term that had begun is over.</summary>
    public CancellationToken Lost { get; }

    /// <summary>This process's clock, for <see cref="TryExtend"/>.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_epoch);

    public bool MayWrite
    {
        get
        {
            lock (_lock)
            {
                return IsOpen_NeedsLock();
            }
        }
    }

    /// <summary>Begins the term, or moves its end.</summary>
    /// <returns>False if the term was over, or is over at that time already.</returns>
    public bool TryExtend(TimeSpan until)
    {
        lock (_lock)
        {
            var begins = _until == TimeSpan.MinValue;
            if (_lost.IsCancellationRequested || (!begins && !IsOpen_NeedsLock()) || until <= Now)
            {
                return false;
            }

            _until = until;
            _lost.CancelAfter(until - Now);
            return true;
        }
    }

    /// <summary>Ends the term at once.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _until = TimeSpan.Zero;
        }

        _lost.Cancel();
    }

    public void Dispose() => _lost.Dispose();

    private bool IsOpen_NeedsLock() => !_lost.IsCancellationRequested && Now < _until;
}
