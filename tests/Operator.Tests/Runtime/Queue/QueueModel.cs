using ExtensibleWebhooks.Runtime.Queue;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Queue;

/// <summary>
/// What a queue must do, told without its mechanism: a key wanted since it was last taken is given when nobody works on it; one that nobody wants is not.
/// </summary>
internal sealed class QueueModel : IDisposable
{
    private static readonly TimeSpan BeyondEveryDelay = TimeSpan.FromHours(1);

    private readonly HashSet<string> _wanted = [];
    private readonly HashSet<string> _working = [];
    private readonly Dictionary<string, TimeSpan> _due = [];
    private TimeSpan _now;

    public QueueProbe Probe { get; } = new();

    public void Add(string key, QueueBand band)
    {
        Probe.Queue.Add(key, band);
        _wanted.Add(key);
    }

    public void AddAfter(string key, TimeSpan delay)
    {
        Probe.Queue.AddAfter(key, delay);
        Expect(key, delay);
    }

    public void AddRateLimited(string key)
    {
        Probe.Queue.AddRateLimited(key);
        Expect(key, ItemBackoff.DefaultInitial * Math.Pow(2, Probe.Queue.Failures(key) - 1));
    }

    public void Take()
    {
        var given = Probe.TryTake();
        if (given is null)
        {
            Require(_wanted.All(_working.Contains), "a wanted key was not given");
            return;
        }

        Require(_working.Add(given), $"{given} was given twice at once");
        Require(_wanted.Remove(given), $"{given} was given though nobody wanted it");
    }

    public void Done(string key)
    {
        Probe.Queue.Done(key);
        _working.Remove(key);
    }

    public void Advance(TimeSpan time)
    {
        Probe.Time.Advance(time);
        _now += time;
        foreach (var (key, due) in _due.ToList())
        {
            if (due <= _now)
            {
                _due.Remove(key);
                _wanted.Add(key);
            }
        }
    }

    /// <summary>Whether all that is wanted, now or later, is given once all work ends.</summary>
    public bool DrainsCompletely()
    {
        Advance(BeyondEveryDelay);
        foreach (var key in _working.ToList())
        {
            Done(key);
        }

        var expected = _wanted.ToHashSet();
        while (Probe.TryTake() is { } key)
        {
            Require(expected.Remove(key), $"{key} was given once too often");
        }

        return expected.Count == 0;
    }

    public void Dispose() => Probe.Dispose();

    private void Expect(string key, TimeSpan delay)
    {
        var due = _now + delay;
        _due[key] = _due.TryGetValue(key, out var known) && known < due ? known : due;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
