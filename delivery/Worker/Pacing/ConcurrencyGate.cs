namespace ExtensibleWebhooks.Worker.Pacing;

/// <summary>Lets at most so many in at once. The limit may change while they are in: a lower one lets nobody in until enough have left.</summary>
internal sealed class ConcurrencyGate : IDisposable
{
    private readonly SemaphoreSlim _free;
    private readonly object _gate = new();

    /// <summary>Written under _gate, which also guards _debt.</summary>
    private int _limit;

    /// <summary>Leavers whose place is not given on, because the limit fell.</summary>
    private int _debt;

    private int _inside;

    public ConcurrencyGate(int limit)
    {
        _limit = limit;
        _free = new SemaphoreSlim(limit);
    }

    public int Inside => Volatile.Read(ref _inside);

    public int Limit => Volatile.Read(ref _limit);

    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        Interlocked.Increment(ref _inside);
    }

    public void Leave()
    {
        Interlocked.Decrement(ref _inside);
        lock (_gate)
        {
            if (_debt > 0)
            {
                _debt--;
                return;
            }
        }

        _free.Release();
    }

    /// <param name="limit">At least 1.</param>
    public void SetLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_gate)
        {
            var more = limit - _limit;
            _limit = limit;
            if (more < 0)
            {
                // The places that are free first; the rest as they are left.
                for (; more < 0 && _free.Wait(0); more++)
                {
                }

                _debt -= more;
                return;
            }

            var forgiven = Math.Min(_debt, more);
            _debt -= forgiven;
            if (more > forgiven)
            {
                _free.Release(more - forgiven);
            }
        }
    }

    public void Dispose() => _free.Dispose();
}
