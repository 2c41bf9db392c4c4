using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Turns;

/// <summary>
/// Whose turn it is. Of each user at most one delivery (or one batch) is under way; those that come meanwhile wait in memory, and follow it when it has its end. While a user has something in the
/// parking, all that comes goes there, too. It decides and sends nothing: what is ready and what is to be parked is fetched from it.
/// </summary>
/// <param name="limits">Of the memory.</param>
/// <param name="tryJoin">Whether a delivery may go with the one of its user that is under way: into a batch that is open yet. Called under the lock.</param>
internal sealed class UserQueues<T>(TurnLimits limits, Func<T, bool> tryJoin)
{
    private readonly Lock _gate = new();
    private readonly Pulse _left = new();
    private readonly Signal _isReady = new();
    private readonly Signal _isToPark = new();

    /// <summary>Guarded by _gate, as is everything below.</summary>
    private readonly Dictionary<long, Line> _lines = [];
    private readonly Queue<Waiting<T>> _ready = new();
    private readonly Queue<Waiting<T>> _toPark = new();
    private int _count;
    private long _bytes;
    private long _sentToPark;
    private long _parked;

    /// <summary>Users with something under way, waiting or parked.</summary>
    public int Users
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>Deliveries that wait in memory.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>So many deliveries of the user were parked; less than zero: have left the parking.</summary>
    public void AddRows(long user, int count)
    {
        lock (_gate)
        {
            var line = LineOf_NeedsLock(user);
            line.Rows += count;
            Forget_NeedsLock(user, line);
        }
    }

    /// <summary>The user's next delivery, in the order of the log.</summary>
    public Turn Arrive(long user, T item, int bytes)
    {
        lock (_gate)
        {
            var line = LineOf_NeedsLock(user);
            if (!line.IsUnderWay && line.IsFree)
            {
                line.IsUnderWay = true;
                return Turn.Begin;
            }

            if (line is { IsUnderWay: true, IsFree: true, Behind.Count: 0 } && tryJoin(item))
            {
                return Turn.Joined;
            }

            _count++;
            _bytes += bytes;
            if (line.IsUnderWay)
            {
                line.Behind.Enqueue(new Waiting<T>(user, item, bytes));
                return Turn.Wait;
            }

            ToPark_NeedsLock(line, new Waiting<T>(user, item, bytes));
        }

        _isToPark.Set();
        return Turn.Wait;
    }

    /// <summary>Those that wait join what has just been begun of their user, as far as they may.</summary>
    /// <returns>How many did. And whether others wait behind it.</returns>
    public (int Joined, bool OthersWait) JoinWaiting(long user)
    {
        var joined = 0;
        bool othersWait;
        lock (_gate)
        {
            var line = LineOf_NeedsLock(user);
            while (line is { IsUnderWay: true, IsFree: true } && line.Behind.TryPeek(out var first) && tryJoin(first.Item))
            {
                Leave_NeedsLock(line.Behind.Dequeue());
                joined++;
            }

            othersWait = line.Behind.Count > 0;
            Forget_NeedsLock(user, line);
        }

        _left.Set();
        return (joined, othersWait);
    }

    /// <summary>What was begun of the user had its end: the next one is ready, or all that wait go into the parking where it is.</summary>
    public void Ended(long user)
    {
        Signal changed;
        lock (_gate)
        {
            var line = LineOf_NeedsLock(user);
            if (line.Behind.Count == 0)
            {
                line.IsUnderWay = false;
                Forget_NeedsLock(user, line);
                return;
            }

            if (line.IsFree)
            {
                _ready.Enqueue(line.Behind.Dequeue());
                changed = _isReady;
            }
            else
            {
                line.IsUnderWay = false;
                while (line.Behind.TryDequeue(out var behind))
                {
                    ToPark_NeedsLock(line, behind);
                }

                changed = _isToPark;
            }
        }

        changed.Set();
    }

    /// <summary>Waits for the next delivery whose turn it is. One caller at a time; the delivery counts as under way.</summary>
    public async ValueTask<T> NextReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_ready.TryDequeue(out var ready))
                {
                    Leave_NeedsLock(ready);
                    _left.Set();
                    return ready.Item;
                }
            }

            await _isReady.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits for deliveries that are to be parked, in the order in which they are to be. One caller at a time, which tells by <see cref="Parked"/> when it is done.</summary>
    public async ValueTask<IReadOnlyList<Waiting<T>>> NextToParkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_toPark.Count > 0)
                {
                    return [.. _toPark.Take(limits.ParkAtOnce)];
                }
            }

            await _isToPark.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What <see cref="NextToParkAsync"/> gave is durable, and told by <see cref="AddRows"/>.</summary>
    public void Parked(IReadOnlyList<Waiting<T>> deliveries)
    {
        lock (_gate)
        {
            _parked += deliveries.Count;
            foreach (var delivery in deliveries)
            {
                Leave_NeedsLock(_toPark.Dequeue());
                var line = LineOf_NeedsLock(delivery.User);
                line.ToPark--;
                Forget_NeedsLock(delivery.User, line);
            }
        }

        _left.Set();
    }

    /// <summary>A number by which <see cref="IsParked"/> knows all that is to be parked now.</summary>
    public long Mark()
    {
        lock (_gate)
        {
            return _sentToPark;
        }
    }

    /// <summary>All that was to be parked at the time of a mark is.</summary>
    public bool IsParked(long mark)
    {
        lock (_gate)
        {
            return _parked >= mark;
        }
    }

    /// <summary>Waits while too many wait.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var left = _left.Next;
            lock (_gate)
            {
                if (_count < limits.Waiting && _bytes < limits.WaitingBytes)
                {
                    return;
                }
            }

            await left.WaitAsync(cancellationToken);
        }
    }

    private Line LineOf_NeedsLock(long user)
    {
        if (!_lines.TryGetValue(user, out var line))
        {
            _lines.Add(user, line = new Line());
        }

        return line;
    }

    private void Forget_NeedsLock(long user, Line line)
    {
        if (!line.IsUnderWay && line.IsFree)
        {
            _lines.Remove(user);
        }
    }

    private void ToPark_NeedsLock(Line line, Waiting<T> delivery)
    {
        line.ToPark++;
        _sentToPark++;
        _toPark.Enqueue(delivery);
    }

    private void Leave_NeedsLock(Waiting<T> delivery)
    {
        _count--;
        _bytes -= delivery.Bytes;
    }

    /// <summary>What there is of one user.</summary>
    private sealed class Line
    {
        private Queue<Waiting<T>>? _behind;

        /// <summary>One of it was begun, or may be begun.</summary>
        public bool IsUnderWay { get; set; }

        /// <summary>In the parking. Below zero for a moment, where one is told to have left it before it is told to have come.</summary>
        public int Rows { get; set; }

        /// <summary>On their way to the parking.</summary>
        public int ToPark { get; set; }

        /// <summary>Nothing is in the parking or goes there.</summary>
        public bool IsFree => Rows == 0 && ToPark == 0;

        /// <summary>Behind the one that is under way; empty without one.</summary>
        public Queue<Waiting<T>> Behind => _behind ??= new Queue<Waiting<T>>();
    }
}
