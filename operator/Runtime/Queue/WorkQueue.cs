namespace ExtensibleWebhooks.Runtime.Queue;

/// <summary>
/// client-go's work queue: a set of keys to be worked on. A key is with one worker at a time; added while it is worked on, it comes again afterwards; added
/// while it waits, it is still one. So no change is lost, and none is worked on twice at once. Nothing is ever dropped.
/// </summary>
internal sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Queue<TKey>[] _ready = [new(), new()];
    private readonly Dictionary<TKey, (QueueBand Band, long Since)> _dirty = [];
    private readonly Dictionary<TKey, long> _processing = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly DelayedKeys<TKey> _delayed = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly ItemBackoff _backoff;
    private readonly IWorkQueueObserver _observer;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _epoch;

    public WorkQueue(ItemBackoff backoff, IWorkQueueObserver observer, TimeProvider time)
    {
        _backoff = backoff;
        _observer = observer;
        _time = time;
        _epoch = time.GetTimestamp();
        _timer = time.CreateTimer(_ => ReleaseDelayed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keys being worked on, each with how long already.</summary>
    public IReadOnlyList<TimeSpan> Running
    {
        get
        {
            lock (_lock)
            {
                return [.. _processing.Values.Select(since => TimeSpan.FromTicks(Now - since))];
            }
        }
    }

    private long Now => _time.GetElapsedTime(_epoch).Ticks;

    /// <summary>Asks for work on a key, as soon as a worker is free.</summary>
    public void Add(TKey key, QueueBand band = QueueBand.Normal)
    {
        lock (_lock)
        {
            Add_NeedsLock(key, band);
        }
    }

    /// <summary>Asks for work on a key after a while; of several times asked for, the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        lock (_lock)
        {
            if (delay <= TimeSpan.Zero)
            {
                Add_NeedsLock(key, QueueBand.Normal);
                return;
            }

            _delayed.Add(key, Now + delay.Ticks);
            SetTimer_NeedsLock();
        }
    }

    /// <summary>Asks for work on a key that failed, after its growing wait, and not before <paramref name="atLeast"/>.</summary>
    public void AddRateLimited(TKey key, TimeSpan atLeast = default)
    {
        TimeSpan delay;
        lock (_lock)
        {
            _observer.Retried();
            var failures = _failures.GetValueOrDefault(key) + 1;
            _failures[key] = failures;
            delay = _backoff.Delay(failures);
        }

        AddAfter(key, delay > atLeast ? delay : atLeast);
    }

    /// <summary>The key succeeded: its next failure is its first.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            _failures.Remove(key);
        }
    }

    /// <summary>How often the key failed in a row.</summary>
    public int Failures(TKey key)
    {
        lock (_lock)
        {
            return _failures.GetValueOrDefault(key);
        }
    }

    /// <summary>Waits for a key and takes it. Whoever takes one says <see cref="Done"/> when it is worked on, whatever came of it.</summary>
    public async Task<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _available.WaitAsync(cancellationToken);
            lock (_lock)
            {
                if (TryTake_NeedsLock(out var key))
                {
                    return key;
                }
            }
        }
    }

    /// <summary>The work on a key ended; if it was added meanwhile, it is ready again.</summary>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            if (!_processing.Remove(key, out var since))
            {
                return;
            }

            _observer.Done(TimeSpan.FromTicks(Now - since));
            if (_dirty.TryGetValue(key, out var entry))
            {
                Enqueue_NeedsLock(key, entry.Band);
            }
        }
    }

    /// <summary>Stops the delays. Adding stays harmless, since those who add may stop later.</summary>
    public void Dispose() => _timer.Dispose();

    private void Add_NeedsLock(TKey key, QueueBand band)
    {
        if (_dirty.TryGetValue(key, out var entry))
        {
            if (entry.Band <= band)
            {
                return;
            }

            // Promoted: its place in the other band becomes an empty ticket.
            _dirty[key] = (band, entry.Since);
        }
        else
        {
            _dirty[key] = (band, Now);
            _observer.Added();
        }

        if (!_processing.ContainsKey(key))
        {
            Enqueue_NeedsLock(key, band);
        }
    }

    private void Enqueue_NeedsLock(TKey key, QueueBand band)
    {
        _ready[(int)band].Enqueue(key);
        _observer.Ready(band, _ready[(int)band].Count);
        _available.Release();
    }

    private bool TryTake_NeedsLock(out TKey key)
    {
        foreach (var band in (ReadOnlySpan<QueueBand>)[QueueBand.Normal, QueueBand.Background])
        {
            var ready = _ready[(int)band];
            if (ready.TryDequeue(out key!))
            {
                _observer.Ready(band, ready.Count);
                if (_processing.ContainsKey(key) || !_dirty.Remove(key, out var entry))
                {
                    return false;
                }

                var now = Now;
                _processing[key] = now;
                _observer.Taken(TimeSpan.FromTicks(now - entry.Since));
                return true;
            }
        }

        key = default!;
        return false;
    }

    private void ReleaseDelayed()
    {
        lock (_lock)
        {
            while (_delayed.TryTake(Now, out var key))
            {
                Add_NeedsLock(key, QueueBand.Normal);
            }

            SetTimer_NeedsLock();
        }
    }

    // Timers may fire early by their own resolution; then nothing is due yet and the rest is waited for, at least a millisecond.
    private void SetTimer_NeedsLock()
    {
        if (_delayed.Next is { } due)
        {
            var wait = TimeSpan.FromTicks(Math.Max(due - Now, TimeSpan.TicksPerMillisecond));
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }
}
