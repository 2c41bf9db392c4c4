using System.Diagnostics.CodeAnalysis;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Batching;

/// <summary>
/// The open batches of a lane. A batch is closed by its mapping's count, bytes or wait, or because the lane needs its room, and then waits in line until it is begun. One caller adds,
/// another takes what is closed.
/// </summary>
internal sealed class Batcher(BatchLimits limits, TimeProvider time)
{
    /// <summary>A timer that rings a moment too early would only be set again.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly Pulse _changed = new();
    private readonly Pulse _begun = new();

    /// <summary>Guarded by _gate, as is everything below.</summary>
    private readonly Dictionary<BatchKey, LinkedListNode<OpenBatch>> _open = [];
    private readonly LinkedList<OpenBatch> _byAge = new();
    private readonly Queue<Batch> _closed = new();
    private long _openBytes;
    private long _closedBytes;

    /// <summary>Events that wait in open batches and in closed ones that are not begun.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _byAge.Sum(batch => batch.Count) + _closed.Sum(batch => batch.Tickets.Count);
            }
        }
    }

    /// <summary>A batch of one, closed at once: for an event that came too late for the others.</summary>
    public static Batch Single(BatchMember member)
    {
        var batch = new OpenBatch(KeyOf(member), RulesOf(member), member, 0);
        batch.Add(member);
        return batch.Close(FlushReason.Room);
    }

    public void Add(BatchMember member)
    {
        bool isNews;
        lock (_gate)
        {
            isNews = Add_NeedsLock(member);
        }

        if (isNews)
        {
            _changed.Set();
        }
    }

    /// <summary>Adds to a batch that is open and has room; opens none.</summary>
    public bool TryJoin(BatchMember member)
    {
        bool isNews;
        lock (_gate)
        {
            if (!_open.TryGetValue(KeyOf(member), out var node) || !node.Value.HasRoomFor(member))
            {
                return false;
            }

            isNews = Add_NeedsLock(member);
        }

        if (isNews)
        {
            _changed.Set();
        }

        return true;
    }

    /// <summary>Closes the open batches of a user.</summary>
    public void CloseOf(long user)
    {
        lock (_gate)
        {
            var before = _closed.Count;
            for (var node = _byAge.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Key.User == user)
                {
                    Close_NeedsLock(node, FlushReason.Turn);
                }

                node = next;
            }

            if (_closed.Count == before)
            {
                return;
            }
        }

        _changed.Set();
    }

    /// <summary>Waits while too much is closed and not begun.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var begun = _begun.Next;
            lock (_gate)
            {
                if (_closed.Count < limits.Closed && _closedBytes < limits.ClosedBytes)
                {
                    return;
                }
            }

            await begun.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Closes batches whose first event has an earlier ticket: they hold up the commit of all that came after.</summary>
    public void CloseBefore(long ticket)
    {
        lock (_gate)
        {
            if (_byAge.First is not { } oldest || oldest.Value.FirstTicket >= ticket)
            {
                return;
            }

            while (_byAge.First is { } first && first.Value.FirstTicket < ticket)
            {
                CloseOldest_NeedsLock(FlushReason.Room);
            }
        }

        _changed.Set();
    }

    /// <summary>Waits for the first batch in line. It stays there until <see cref="Begun"/>, so that one whose start is cancelled is not lost.</summary>
    public async ValueTask<Batch> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var changed = _changed.Next;
            if (TryPeek(out var batch, out var left))
            {
                return batch;
            }

            if (left is not { } wait)
            {
                await changed.WaitAsync(cancellationToken);
                continue;
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(wait + Grain, time, either.Token));
            await either.CancelAsync();
        }
    }

    /// <summary>The first in line leaves it.</summary>
    public void Begun()
    {
        lock (_gate)
        {
            _closedBytes -= BytesOf(_closed.Dequeue());
        }

        _begun.Set();
    }

    /// <summary>Closes all that is open.</summary>
    /// <returns>How many batches are in line.</returns>
    public int CloseAll()
    {
        lock (_gate)
        {
            while (_byAge.Count > 0)
            {
                CloseOldest_NeedsLock(FlushReason.Stop);
            }

            return _closed.Count;
        }
    }

    private static BatchKey KeyOf(BatchMember member) => new(member.Mapping, member.Request.Target, member.User);

    private static BatchRules RulesOf(BatchMember member) => member.Mapping.Batch ?? throw new ArgumentException("The mapping makes no batches.", nameof(member));

    private static long BytesOf(Batch batch) => batch.Request.Body?.Length ?? 0;

    /// <param name="batch">The first in line.</param>
    /// <param name="left">Where there is none: until the next one closes by itself; null: none is open.</param>
    private bool TryPeek([NotNullWhen(true)] out Batch? batch, out TimeSpan? left)
    {
        left = null;
        lock (_gate)
        {
            for (var node = _byAge.First; node is not null;)
            {
                var next = node.Next;
                var wait = node.Value.MaxWait - time.GetElapsedTime(node.Value.OpenedAt);
                if (wait <= TimeSpan.Zero)
                {
                    Close_NeedsLock(node, FlushReason.Wait);
                }
                else if (left is null || wait < left)
                {
                    left = wait;
                }

                node = next;
            }

            return _closed.TryPeek(out batch);
        }
    }

    /// <summary>True: a batch was closed, or opened, and somebody has to watch its time.</summary>
    private bool Add_NeedsLock(BatchMember member)
    {
        var before = _closed.Count;
        var isNews = Join_NeedsLock(member);
        while (_byAge.Count > limits.OpenBatches || (_openBytes > limits.OpenBytes && _byAge.Count > 1))
        {
            CloseOldest_NeedsLock(FlushReason.Room);
        }

        return isNews || _closed.Count != before;
    }

    /// <summary>True: a batch was opened.</summary>
    private bool Join_NeedsLock(BatchMember member)
    {
        var key = KeyOf(member);
        if (_open.TryGetValue(key, out var node) && !node.Value.HasRoomFor(member))
        {
            Close_NeedsLock(node, FlushReason.Bytes);
            node = null;
        }

        var isNew = node is null;
        if (node is null)
        {
            node = _byAge.AddLast(new OpenBatch(key, RulesOf(member), member, time.GetTimestamp()));
            _open.Add(key, node);
            _openBytes += node.Value.Bytes;
        }

        var before = node.Value.Bytes;
        node.Value.Add(member);
        _openBytes += node.Value.Bytes - before;
        if (node.Value.IsFull)
        {
            Close_NeedsLock(node, FlushReason.Size);
        }

        return isNew;
    }

    private void CloseOldest_NeedsLock(FlushReason reason)
    {
        if (_byAge.First is { } oldest)
        {
            Close_NeedsLock(oldest, reason);
        }
    }

    private void Close_NeedsLock(LinkedListNode<OpenBatch> node, FlushReason reason)
    {
        _byAge.Remove(node);
        _open.Remove(node.Value.Key);
        _openBytes -= node.Value.Bytes;
        var batch = node.Value.Close(reason);
        _closedBytes += BytesOf(batch);
        _closed.Enqueue(batch);
    }
}
