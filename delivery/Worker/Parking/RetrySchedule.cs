using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Worker.Parking;

/// <summary>
/// When a failed delivery is tried again. Full jitter (Brooker, "Exponential Backoff And Jitter"): a uniform choice between nothing and the
/// exponential bound, so that deliveries that failed together do not come back together. Pure but for the random source.
/// </summary>
internal static class RetrySchedule
{
    /// <summary>No wait is shorter: a full jitter near zero would be a quick try, and those are over.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);

    /// <summary>The time of the next try, or null when the delivery has grown too old. The last try is made at maxAge itself.</summary>
    /// <param name="retry">The destination's.</param>
    /// <param name="waits">Which wait this is, from 1.</param>
    /// <param name="receivedAt">When the event was accepted.</param>
    /// <param name="retryAfter">What the receiver asked for; null for nothing.</param>
    /// <param name="now">By the worker's clock.</param>
    /// <param name="random">Of the jitter.</param>
    public static DateTimeOffset? Next(RetrySpec retry, int waits, DateTimeOffset receivedAt, TimeSpan? retryAfter, DateTimeOffset now, Random random)
    {
        var deadline = receivedAt + retry.MaxAge.Value;
        if (now >= deadline)
        {
            return null;
        }

        var wait = Bound(retry, waits) * random.NextDouble();
        var asked = Asked(retry, retryAfter);
        var next = now + Max(Least, asked + wait);
        return next < deadline ? next : deadline;
    }

    /// <summary>The longest wait that may come at this point: initialBackoff, doubled with every wait, at most maxBackoff.</summary>
    public static TimeSpan Bound(RetrySpec retry, int waits)
    {
        var doublings = Math.Clamp(waits - 1, 0, 62);
        var bound = retry.InitialBackoff.Value.TotalMilliseconds * Math.Pow(2, doublings);
        return TimeSpan.FromMilliseconds(Math.Min(bound, retry.MaxBackoff.Value.TotalMilliseconds));
    }

    /// <summary>What of a Retry-After is honoured.</summary>
    public static TimeSpan Asked(RetrySpec retry, TimeSpan? retryAfter) => retryAfter is { } asked ? Min(asked, retry.MaxRetryAfter.Value) : TimeSpan.Zero;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
