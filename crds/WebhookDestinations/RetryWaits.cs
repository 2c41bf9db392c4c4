namespace ExtensibleWebhooks.Crds.WebhookDestinations;

/// <summary>What a <see cref="RetrySpec"/> comes to: <see cref="QuickTries"/> at once, then one behind each wait, of which a random part is waited, until the event is maxAge old.</summary>
public static class RetryWaits
{
    /// <summary>Tries after the first one, within a second, before a delivery is parked. 2: what goes wrong for a moment is right again by then, and what stays wrong is not hammered.</summary>
    public const int QuickTries = 2;

    /// <summary>The longest that the wait of this number, from 1, may be: initialBackoff, doubled with every wait, at most maxBackoff.</summary>
    public static TimeSpan Bound(RetrySpec retry, int number)
    {
        var doublings = Math.Clamp(number - 1, 0, 62);
        var bound = retry.InitialBackoff.Value.TotalMilliseconds * Math.Pow(2, doublings);
        return TimeSpan.FromMilliseconds(Math.Min(bound, retry.MaxBackoff.Value.TotalMilliseconds));
    }

    /// <summary>All bounds that differ; the last one stays.</summary>
    public static IEnumerable<TimeSpan> Bounds(RetrySpec retry)
    {
        var number = 1;
        while (Bound(retry, number) < retry.MaxBackoff.Value)
        {
            yield return Bound(retry, number++);
        }

        yield return Bound(retry, number);
    }
}
