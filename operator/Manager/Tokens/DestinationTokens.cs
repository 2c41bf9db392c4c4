using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Lifecycle;

namespace ExtensibleWebhooks.Manager.Tokens;

/// <summary>One look at a destination's tokens: refreshed if it is time, and put into words.</summary>
internal sealed class DestinationTokens(ClientOpener clients, TokenKeeper keeper)
{
    /// <param name="destination">Enabled and valid, with OAuth 2.0.</param>
    /// <param name="rejected">Fingerprint of a token that the receiver refused; null: none.</param>
    /// <param name="cancellationToken">Ends the wait, but no refresh that is under way.</param>
    public async Task<TokenVerdict> KeepAsync(WebhookDestination destination, string? rejected, CancellationToken cancellationToken)
    {
        using var opening = await clients.OpenAsync(destination, cancellationToken);
        return opening.Open is { } opened
            ? VerdictOf(await keeper.KeepAsync(opened.RequestFor(destination, rejected), cancellationToken), rejected)
            : new TokenVerdict(Reason.CredentialsMissing, string.Join("; ", opening.Problems), null, null);
    }

    private static TokenVerdict VerdictOf(CredentialState state, string? rejected) => state switch
    {
        CredentialState.Ready ready => new TokenVerdict(Reason.TokenReady, "There is an access token, and it is kept fresh.", ready.Tokens, ready.NextCheck),

        // Deliveries go on with the one that there is: no reason to alarm anybody yet.
        CredentialState.Unavailable { Tokens: { } good } late when good.Fingerprint != rejected => new TokenVerdict(
            Reason.TokenReady, $"There is an access token; a newer one was not to be had yet, and is tried for again: {late.Message}", good, late.NextCheck),
        CredentialState.Unavailable none => new TokenVerdict(Reason.TokenUnavailable, $"{none.Message}; it is tried again by itself, and deliveries wait", none.Tokens, none.NextCheck),
        CredentialState.ConnectRequired connect => new TokenVerdict(
            Reason.ConnectRequired, $"{connect.Message}: open status.credentials.connectUrl in a browser and press Connect; deliveries wait, nothing is lost", connect.Tokens, connect.NextCheck),
        CredentialState.ClientRefused refused => new TokenVerdict(Reason.ClientRefused, $"{refused.Message}; deliveries wait", refused.Tokens, refused.NextCheck),
        _ => throw new InvalidOperationException("A state of no known kind."),
    };
}
