namespace ExtensibleWebhooks.Runtime.Queue;

/// <summary>Keys that become ready later: each at most once, at the earliest of the times asked for. Guarded by its queue's lock.</summary>
internal sealed class DelayedKeys<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, long> _due = [];

    // A key that was moved to an earlier time leaves its later entry behind; it is recognised by its time and skipped.
    private readonly PriorityQueue<TKey, long> _heap = new();

    public int Count => _due.Count;

    /// <summary>The earliest time at which a key is due, or null if none waits.</summary>
    public long? Next
    {
        get
        {
            DropStale();
            return _heap.TryPeek(out _, out var due) ? due : null;
        }
    }

    /// <summary>Keeps the earlier of this time and the one that the key has.</summary>
    public void Add(TKey key, long due)
    {
        if (_due.TryGetValue(key, out var known) && known <= due)
        {
            return;
        }

        _due[key] = due;
        _heap.Enqueue(key, due);
    }

    /// <summary>Takes one key whose time has come.</summary>
    public bool TryTake(long now, out TKey key)
    {
        DropStale();
        if (_heap.TryPeek(out key!, out var due) && due <= now)
        {
            _heap.Dequeue();
            _due.Remove(key);
            return true;
        }

        return false;
    }

    private void DropStale()
    {
        while (_heap.TryPeek(out var key, out var due) && (!_due.TryGetValue(key, out var current) || current != due))
        {
            _heap.Dequeue();
        }
    }
}
