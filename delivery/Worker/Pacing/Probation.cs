namespace ExtensibleWebhooks.Worker.Pacing;

/// <summary>
/// A way that does not work, tried now and then until it does: each wait between half and the whole of a bound that doubles. Begun by a failure, ended by a success.
/// </summary>
internal sealed class Probation(TimeProvider time, Random random)
{
    private readonly Lock _gate = new();

    /// <summary>Until the next try; set while the way does not work. Written under _gate.</summary>
    private readonly Deadline _next = new(time);

    /// <summary>Guarded by _gate.</summary>
    private int _failures;

    public bool IsOn => _next.IsSet;

    /// <summary>How long until the next try may be made.</summary>
    public TimeSpan Left => _next.Left;

    /// <summary>A try failed. One that was under way since before the last failure changes nothing.</summary>
    /// <param name="first">Bound of the first wait.</param>
    /// <param name="most">Bound of all.</param>
    /// <returns>Whether it began by this.</returns>
    public bool Fail(TimeSpan first, TimeSpan most)
    {
        lock (_gate)
        {
            var isFirst = !_next.IsSet;
            if (!isFirst && _next.Left > TimeSpan.Zero)
            {
                return false;
            }

            var bound = Math.Min(most.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(_failures, 62)));
            _failures++;
            _next.Set(TimeSpan.FromSeconds(bound * (0.5 + (random.NextDouble() / 2))));
            return isFirst;
        }
    }

    /// <summary>Something changed that may have mended it: the next try at once, and the waits from the start.</summary>
    public void TryAtOnce()
    {
        lock (_gate)
        {
            _failures = 0;
            if (_next.IsSet)
            {
                _next.Set(TimeSpan.Zero);
            }
        }
    }

    /// <summary>It works.</summary>
    /// <returns>Whether it was on.</returns>
    public bool End()
    {
        lock (_gate)
        {
            var wasOn = _next.IsSet;
            _next.Clear();
            _failures = 0;
            return wasOn;
        }
    }
}
