namespace ExtensibleWebhooks.Operator.Tests.Runtime.Leadership;

/// <summary>Several candidates for one Lease, and who of them acts at any moment.</summary>
internal sealed class LeadershipWorld : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeLease _lease = new();
    private readonly double[] _speeds;
    private readonly TimeSpan?[] _paused;

    public LeadershipWorld(double[] speeds)
    {
        _speeds = speeds;
        _paused = new TimeSpan?[speeds.Length];

        // Wall clocks an hour apart: nothing may depend on them.
        Candidates = [.. speeds.Select((_, index) => new Candidate(_lease, $"c{index}", Start + TimeSpan.FromHours(index), index))];
    }

    public IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>The most that ever acted at one moment.</summary>
    public int MostActing { get; private set; }

    public int ActingNow => Candidates.Where((candidate, index) => _paused[index] is null && candidate.MayWrite).Count();

    /// <summary>Time goes on for all; a paused process will notice it only when it runs again.</summary>
    public void Pass(TimeSpan time)
    {
        for (var index = 0; index < Candidates.Count; index++)
        {
            if (_paused[index] is { } missed)
            {
                _paused[index] = missed + (time * _speeds[index]);
            }
            else
            {
                Candidates[index].Run(time * _speeds[index]);
                Candidates[index].RestartIfEnded();
            }

            Look();
        }
    }

    /// <summary>Whether, when this time has passed too, exactly one acts.</summary>
    public bool OneLeadsAfter(TimeSpan time)
    {
        Pass(time);
        return ActingNow == 1;
    }

    public void Pause(int index) => _paused[index] ??= TimeSpan.Zero;

    public void Resume(int index)
    {
        if (_paused[index] is { } missed)
        {
            _paused[index] = null;
            Candidates[index].Run(missed);
            Look();
        }
    }

    /// <summary>Somebody empties the holder by hand: a leader must notice before another acts, so only when none may.</summary>
    public void ReleaseByNobody()
    {
        if (_lease.Record is { } record && Candidates.All(candidate => !candidate.MayWrite))
        {
            _lease.TryWrite(record with { Holder = "" });
        }
    }

    /// <summary>All run, all are connected.</summary>
    public void MakePeace()
    {
        for (var index = 0; index < Candidates.Count; index++)
        {
            var store = Candidates[index].Store;
            (store.Fails, store.LosesAnswers, store.AnswerDelay, store.RequestDelay) = (false, false, default, default);
            Resume(index);
        }
    }

    public void Dispose()
    {
        foreach (var candidate in Candidates)
        {
            candidate.Dispose();
        }
    }

    private void Look() => MostActing = Math.Max(MostActing, ActingNow);
}
