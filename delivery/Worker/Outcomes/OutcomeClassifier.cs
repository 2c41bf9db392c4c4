using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Worker.Outcomes;

/// <summary>The table of outcomes (README.md of this folder), with a destination's own statuses before it. Pure and total: every status and every error has an outcome.</summary>
internal static class OutcomeClassifier
{
    public static Outcome Classify(int status, AuthenticationType authentication, StatusOverrides? overrides)
    {
        // Retry before hold before discard: of two that name the same status, the one that loses less wins.
        if (overrides?.Retry?.Contains(status) == true)
        {
            return Outcome.Retry;
        }

        if (overrides?.Hold?.Contains(status) == true)
        {
            return Outcome.Hold;
        }

        return overrides?.Discard?.Contains(status) == true ? Outcome.Rejected : ByTable(status, authentication);
    }

    public static Outcome Classify(SendError error) => error switch
    {
        SendError.EgressDenied => Outcome.EgressDenied,
        SendError.NoCredentials => Outcome.Hold,
        SendError.InvalidRequest => Outcome.NotSendable,
        _ => Outcome.Retry,
    };

    /// <summary>
    /// Of one event of a batch whose answer has a status for each. What would pause or stop the lane as an answer is one event's trouble here: the request itself was answered 2xx.
    /// </summary>
    /// <param name="status">0: its result has none.</param>
    /// <param name="authentication">The destination's.</param>
    /// <param name="overrides">The destination's; null: none.</param>
    public static Outcome ClassifyItem(int status, AuthenticationType authentication, StatusOverrides? overrides) => status == 0
        ? Outcome.Retry
        : Classify(status, authentication, overrides) switch
        {
            Outcome.Hold or Outcome.CredentialRejected => Outcome.Retry,
            Outcome.EndpointGone or Outcome.RedirectRefused => Outcome.Rejected,
            var outcome => outcome,
        };

    /// <summary>
    /// Whether an answer with a status for each event of a batch refuses the OAuth 2.0 token: one of them says so, and none was taken with it. Where another was taken, the token is
    /// good, and a 401 is that event's own trouble.
    /// </summary>
    public static bool IsTokenRefused(IReadOnlyList<int> statuses, AuthenticationType authentication, StatusOverrides? overrides) =>
        statuses.Any(status => status > 0 && Classify(status, authentication, overrides) == Outcome.CredentialRejected)
        && !statuses.Any(status => status > 0 && Classify(status, authentication, overrides) == Outcome.Delivered);

    /// <summary>What is done after it.</summary>
    public static Disposition DispositionOf(Outcome outcome) => outcome switch
    {
        Outcome.Delivered => Disposition.Done,
        Outcome.Retry => Disposition.TryAgain,
        Outcome.Hold or Outcome.CredentialRejected => Disposition.PauseLane,
        Outcome.EndpointGone => Disposition.StopLane,
        _ => Disposition.DeadLetter,
    };

    private static Outcome ByTable(int status, AuthenticationType authentication) => status switch
    {
        >= 200 and <= 299 => Outcome.Delivered,
        >= 300 and <= 399 => Outcome.RedirectRefused,
        401 when authentication == AuthenticationType.OAuth2 => Outcome.CredentialRejected,
        401 => Outcome.Hold,
        408 or 423 or 425 or 429 => Outcome.Retry,
        410 => Outcome.EndpointGone,
        413 => Outcome.PayloadTooLarge,
        501 or 505 => Outcome.Rejected,
        >= 500 and <= 599 => Outcome.Retry,
        _ => Outcome.Rejected,
    };
}
