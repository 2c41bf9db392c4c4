using ExtensibleWebhooks.Credentials.Tokens;
using Prometheus;

namespace ExtensibleWebhooks.Manager.Tokens;

/// <summary>How providers answer, when tokens end, and how the destinations stand. Names of objects, and never anything of a token.</summary>
internal sealed class TokenMetrics
{
    private readonly Counter _requests;
    private readonly Gauge _expiry;
    private readonly Gauge _state;

    public TokenMetrics(CollectorRegistry registry)
    {
        var factory = Metrics.WithCustomRegistry(registry);
        _requests = factory.CreateCounter(
            "webhooks_oauth_token_requests_total", "Requests to token and revocation endpoints, by outcome: granted (2xx), refused (4xx), failed (any other answer, or none).", "outcome");
        _expiry = factory.CreateGauge(
            "webhooks_oauth_token_expiration_timestamp_seconds", "When a destination's access token ends; absent where the provider did not say.", "namespace", "destination");
        _state = factory.CreateGauge("webhooks_oauth_credentials_ready", "1 where a destination has an access token that is kept fresh, 0 where not.", "namespace", "destination");
        foreach (var outcome in new[] { "granted", "refused", "failed" })
        {
            _requests.WithLabels(outcome).Inc(0);
        }
    }

    public void Answered(int status) => _requests.WithLabels(status switch
    {
        >= 200 and < 300 => "granted",
        >= 400 and < 500 => "refused",
        _ => "failed",
    }).Inc();

    public void Unanswered() => _requests.WithLabels("failed").Inc();

    /// <param name="key">Of the destination.</param>
    /// <param name="isReady">It can send, and goes on to be able to.</param>
    /// <param name="expiresAt">Null: unknown, or no token.</param>
    public void Observe(CredentialKey key, bool isReady, DateTimeOffset? expiresAt)
    {
        _state.WithLabels(key.Namespace, key.Name).Set(isReady ? 1 : 0);
        if (expiresAt is { } end)
        {
            _expiry.WithLabels(key.Namespace, key.Name).Set(end.ToUnixTimeSeconds());
        }
        else
        {
            _expiry.RemoveLabelled(key.Namespace, key.Name);
        }
    }

    /// <summary>The destination is gone, or has no OAuth 2.0 any more.</summary>
    public void Forget(string @namespace, string name)
    {
        _state.RemoveLabelled(@namespace, name);
        _expiry.RemoveLabelled(@namespace, name);
    }
}
