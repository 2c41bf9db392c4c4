using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>A destination's retries as they are in effect.</summary>
internal sealed record RetryFigures
{
    /// <summary>Tries at once, after the first one.</summary>
    public required int QuickTries { get; init; }

    /// <summary>Then: the bounds of the waits, in seconds, of each of which a random part is waited; the last one is repeated.</summary>
    public required IReadOnlyList<double> WaitSeconds { get; init; }

    /// <summary>Age of the event at the last try, in seconds.</summary>
    public required double MaxAgeSeconds { get; init; }

    /// <summary>The longest Retry-After that is honoured, in seconds.</summary>
    public required double MaxRetryAfterSeconds { get; init; }

    public static RetryFigures Of(RetrySpec retry) => new()
    {
        QuickTries = RetryWaits.QuickTries,
        WaitSeconds = [.. RetryWaits.Bounds(retry).Select(bound => bound.TotalSeconds)],
        MaxAgeSeconds = retry.MaxAge.Value.TotalSeconds,
        MaxRetryAfterSeconds = retry.MaxRetryAfter.Value.TotalSeconds,
    };
}
