using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Worker.Parking;

/// <summary>
/// When a failed delivery is tried again. Full jitter (Brooker, "Exponential Backoff And Jitter"): a uniform choice between nothing and the
/// exponential bound, so that deliveries that failed together do not come back together. Pure but for the random source.
/// </summary>
internal static class RetrySchedule
{
    /// <summary>
    /// How long a delivery is tried at least, however old its event is (but not beyond maxAge): one that waited long for its lane is not given up at the first failure.
    /// </summary>
    public static readonly TimeSpan LeastTrying = TimeSpan.FromMinutes(10);

    /// <summary>No wait is shorter: a full jitter near zero would be a quick try, and those are over.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);

    /// <summary>The time of the next try, or null when the delivery is given up. The last try is made at the end itself.</summary>
    /// <param name="retry">The destination's.</param>
    /// <param name="waits">Which wait this is, from 1.</param>
    /// <param name="receivedAt">When the event was accepted; maxAge counts from here.</param>
    /// <param name="triedSince">The first try, or the end of the lane's last hold, whichever came later.</param>
    /// <param name="retryAfter">What the receiver asked for; null for nothing.</param>
    /// <param name="now">By the worker's clock.</param>
    /// <param name="random">Of the jitter.</param>
    public static DateTimeOffset? Next(
        RetrySpec retry, int waits, DateTimeOffset receivedAt, DateTimeOffset triedSince, TimeSpan? retryAfter, DateTimeOffset now, Random random)
    {
        var deadline = Max(receivedAt + retry.MaxAge.Value, triedSince + Min(retry.MaxAge.Value, LeastTrying));
        if (now >= deadline)
        {
            return null;
        }

        var wait = RetryWaits.Bound(retry, waits) * random.NextDouble();
        var asked = Asked(retry, retryAfter);
        var next = now + Max(Least, asked + wait);
        return next < deadline ? next : deadline;
    }

    /// <summary>No wait can be longer, by the worker's clock.</summary>
    public static TimeSpan LongestWait(RetrySpec retry) => retry.MaxBackoff.Value + retry.MaxRetryAfter.Value;

    /// <summary>What of a Retry-After is honoured.</summary>
    public static TimeSpan Asked(RetrySpec retry, TimeSpan? retryAfter) => retryAfter is { } asked ? Min(asked, retry.MaxRetryAfter.Value) : TimeSpan.Zero;

    private static DateTimeOffset Max(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
