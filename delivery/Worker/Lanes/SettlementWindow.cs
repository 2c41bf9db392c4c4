using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// The events that a lane has taken from the log and not committed, in order. They are settled in any order; the committed position follows only as
/// far as all before it are settled. Bounded: when the oldest one is slow, so many may overtake it and no more.
/// </summary>
internal sealed class SettlementWindow
{
    private const int FirstSize = 256;

    private readonly object _gate = new();
    private readonly Signal _room = new();
    private readonly Signal _progress = new();
    private readonly Signal _delivered = new();
    private readonly int _capacity;

    /// <summary>A ring, from _first to _next. Guarded by _gate, as is everything below.</summary>
    private Slot[] _slots = new Slot[FirstSize];
    private long _first;
    private long _next;
    private LogPosition _settled = LogPosition.None;

    /// <param name="capacity">A power of two, at least 256.</param>
    public SettlementWindow(int capacity) => _capacity = capacity;

    /// <summary>Events that are not passed yet, settled or not.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return (int)(_next - _first);
            }
        }
    }

    /// <summary>Adds the next event; waits while the window is full. One caller at a time, in the log's order.</summary>
    /// <param name="position">Greater than all before.</param>
    /// <param name="deliveries">How often <see cref="Settle"/> will be called for it; 0 settles it at once.</param>
    /// <param name="cancellationToken">Ends the wait; then the event is not added.</param>
    /// <returns>The event's ticket.</returns>
    public async ValueTask<long> AddAsync(LogPosition position, int deliveries, CancellationToken cancellationToken)
    {
        long ticket;
        while (!TryAdd(position, deliveries, out ticket))
        {
            await _room.WaitAsync(cancellationToken);
        }

        return ticket;
    }

    /// <summary>One of the event's deliveries is delivered, or kept durably elsewhere.</summary>
    public void Settle(long ticket)
    {
        lock (_gate)
        {
            ref var slot = ref _slots[ticket & (_slots.Length - 1)];
            slot.Open--;
            if (slot.Open > 0 || ticket != _first)
            {
                return;
            }

            Pass_NeedsLock();
        }

        _room.Set();
        _progress.Set();
        _delivered.Set();
    }

    /// <summary>Waits until there may be something to commit.</summary>
    public ValueTask WaitForProgressAsync(CancellationToken cancellationToken) => _progress.WaitAsync(cancellationToken);

    /// <summary>Waits until there may be something to commit that was more than reading an event nobody wanted.</summary>
    public ValueTask WaitForDeliveryAsync(CancellationToken cancellationToken) => _delivered.WaitAsync(cancellationToken);

    /// <summary>How far everything is settled; None: nothing yet.</summary>
    public LogPosition Settled
    {
        get
        {
            lock (_gate)
            {
                return _settled;
            }
        }
    }

    private bool TryAdd(LogPosition position, int deliveries, out long ticket)
    {
        lock (_gate)
        {
            ticket = _next;
            if (_next - _first == _slots.Length && !Grow_NeedsLock())
            {
                return false;
            }

            _slots[ticket & (_slots.Length - 1)] = new Slot { Position = position, Open = deliveries };
            _next++;
            if (deliveries > 0 || ticket != _first)
            {
                return true;
            }

            Pass_NeedsLock();
        }

        _progress.Set();
        return true;
    }

    private void Pass_NeedsLock()
    {
        while (_first < _next && _slots[_first & (_slots.Length - 1)].Open == 0)
        {
            _settled = _slots[_first & (_slots.Length - 1)].Position;
            _first++;
        }
    }

    private bool Grow_NeedsLock()
    {
        if (_slots.Length >= _capacity)
        {
            return false;
        }

        var larger = new Slot[_slots.Length * 2];
        for (var ticket = _first; ticket < _next; ticket++)
        {
            larger[ticket & (larger.Length - 1)] = _slots[ticket & (_slots.Length - 1)];
        }

        _slots = larger;
        return true;
    }

    private struct Slot
    {
        public LogPosition Position;
        public int Open;
    }
}
