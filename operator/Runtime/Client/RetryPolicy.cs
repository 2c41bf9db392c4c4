namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>
/// Which failed calls are sent again at once, and when. Only what passes by itself in seconds: everything longer is the work queue's business.
/// </summary>
/// <param name="MaxRetries">In addition to the first try.</param>
/// <param name="InitialDelay">Doubled with each retry, when the server names no time.</param>
/// <param name="MaxDelay">A longer <c>Retry-After</c> is not waited for here: it travels in the error.</param>
public sealed record RetryPolicy(int MaxRetries, TimeSpan InitialDelay, TimeSpan MaxDelay)
{
    /// <summary>Four retries over about three seconds, or as the server says up to ten seconds each.</summary>
    public static RetryPolicy Default { get; } = new(4, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));

    /// <summary>The wait before the next try, or null to give up.</summary>
    internal TimeSpan? DelayBefore(int retry, ApiRequest request, ApiError error)
    {
        if (retry >= MaxRetries || !request.MayRetry || !IsTransient(request, error))
        {
            return null;
        }

        return (error.RetryAfter ?? (InitialDelay * Math.Pow(2, retry))) is var delay && delay <= MaxDelay ? delay : null;
    }

    // 429 is refused before it is carried out, so it may be repeated for every verb; so may whatever the server itself asks to repeat.
    private static bool IsTransient(ApiRequest request, ApiError error) => error.Code switch
    {
        429 => true,
        0 or 500 or 502 or 503 or 504 => request.IsIdempotent || (error.RetryAfter is not null && error.Code != 0),
        _ => false,
    };
}
