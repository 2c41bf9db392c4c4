namespace ExtensibleWebhooks.Worker.Pacing;

/// <summary>
/// How many requests a receiver bears at once, found by what it answers: additive increase, multiplicative decrease, as in Vector's adaptive request concurrency and TCP.
/// Time is cut into rounds of about one response time. A round in which the limit was reached, nobody complained and answers came about as fast as they ever do raises the
/// limit by one; complaints, or answers that take more than twice as long, cut it to nine tenths. Before the first cut it doubles (slow start), so that slow receivers do not
/// wait for minutes. What "as fast as ever" is, is measured anew every few minutes, with half the requests: a moving average, as Vector has it, follows a queue
/// that builds up slowly and never sees it.
/// </summary>
/// <param name="max">Never more; at least 1.</param>
/// <param name="time">Its timestamps only.</param>
internal sealed class AdaptiveLimit(int max, TimeProvider time)
{
    /// <summary>Where it begins: enough for a fast receiver, little for one that is in trouble.</summary>
    public const int First = 8;

    private const double Cut = 0.9;

    /// <summary>Answers up to so many times the best time are fast, from so many times on they are late.</summary>
    private const double Fast = 1.5;
    private const double Late = 2;

    /// <summary>Rounds without a rise at the beginning of a measurement: the first still has answers to requests of before.</summary>
    private const int MeasuringRounds = 2;

    /// <summary>Seconds that say nothing: two busy threads and a network differ by as much.</summary>
    private const double Noise = 0.005;

    /// <summary>Rounds are not shorter: the times of a handful of fast answers say nothing.</summary>
    private static readonly TimeSpan ShortestRound = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan MeasureEvery = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();

    /// <summary>Guarded by _gate, as is everything below.</summary>
    private int _limit = Math.Min(First, max);
    private bool _isSlowStart = true;
    private double _best = double.PositiveInfinity;
    private long _measuredAt = time.GetTimestamp();
    private int _measuring = MeasuringRounds;

    /// <summary>Of the round: its start, what was seen, and the sum and number of response times in seconds. And the last round's mean.</summary>
    private long _start = time.GetTimestamp();
    private bool _isReached;
    private bool _hasComplaint;
    private double _sum;
    private int _count;
    private double _lastMean;

    public int Limit
    {
        get
        {
            lock (_gate)
            {
                return _limit;
            }
        }
    }

    /// <summary>An answer came, or none did.</summary>
    /// <param name="elapsed">Its time; null when it says nothing about how fast the receiver works.</param>
    /// <param name="isComplaint">The receiver said, or showed, that it is too much.</param>
    /// <param name="inFlight">Requests under way, this one included.</param>
    /// <returns>The limit from now on.</returns>
    public int Observe(TimeSpan? elapsed, bool isComplaint, int inFlight)
    {
        lock (_gate)
        {
            _isReached |= inFlight >= _limit;
            _hasComplaint |= isComplaint;
            if (elapsed is { } answered)
            {
                _sum += answered.TotalSeconds;
                _count++;
            }

            var round = time.GetElapsedTime(_start);
            if (round >= ShortestRound && round.TotalSeconds >= _lastMean)
            {
                EndRound_NeedsLock();
            }

            return _limit;
        }
    }

    private void EndRound_NeedsLock()
    {
        double? mean = _count > 0 ? _sum / _count : null;
        _best = Math.Min(_best, mean ?? _best);
        _lastMean = mean ?? _lastMean;
        Adjust_NeedsLock(mean);
        if (time.GetElapsedTime(_measuredAt) >= MeasureEvery)
        {
            Measure_NeedsLock();
        }

        (_start, _isReached, _hasComplaint, _sum, _count) = (time.GetTimestamp(), false, false, 0, 0);
    }

    private void Adjust_NeedsLock(double? mean)
    {
        var isMeasuring = _measuring > 0 && _measuring-- > 0;
        if (_hasComplaint || mean > (Late * _best) + Noise)
        {
            _isSlowStart = false;
            _limit = Math.Max(1, Math.Min(_limit - 1, (int)(_limit * Cut)));
        }
        else if (_isReached && !isMeasuring && mean <= (Fast * _best) + Noise)
        {
            _limit = Math.Min(max, _isSlowStart ? _limit * 2 : _limit + 1);
        }
    }

    private void Measure_NeedsLock()
    {
        (_measuredAt, _measuring, _best, _isSlowStart) = (time.GetTimestamp(), MeasuringRounds, double.PositiveInfinity, true);
        _limit = Math.Max(1, _limit / 2);
    }
}
