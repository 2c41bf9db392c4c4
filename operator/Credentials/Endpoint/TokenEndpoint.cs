using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>
/// The requests to a token endpoint (RFC 6749) and a revocation endpoint (RFC 7009). Whatever comes back is a value; only the caller's cancellation is thrown.
/// Nothing is tried twice here.
/// </summary>
/// <param name="http">Guarded: no redirects, no cookies, and the egress policy.</param>
/// <param name="time">Of timeouts and of the tokens' ages.</param>
public sealed class TokenEndpoint(HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>For one request, connection and body included.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>grant_type=client_credentials.</summary>
    public Task<TokenAnswer> FetchAsync(OAuthClient client, CancellationToken cancellationToken) =>
        AskAsync(TokenRequest.Fetch(client), cancellationToken);

    /// <summary>grant_type=authorization_code, with the verifier of PKCE.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="code">From the callback.</param>
    /// <param name="verifier">What the authorize URL's code_challenge was made of.</param>
    /// <param name="redirectUri">The same as in the authorize URL.</param>
    /// <param name="cancellationToken">Ends the request; whether the code is used up is then unknown.</param>
    public Task<TokenAnswer> ExchangeAsync(OAuthClient client, string code, string verifier, Uri redirectUri, CancellationToken cancellationToken) =>
        AskAsync(TokenRequest.Exchange(client, code, verifier, redirectUri), cancellationToken);

    /// <summary>grant_type=refresh_token. A cancelled one may have used the refresh token up.</summary>
    public Task<TokenAnswer> RefreshAsync(OAuthClient client, string refreshToken, CancellationToken cancellationToken) =>
        AskAsync(TokenRequest.Refresh(client, refreshToken), cancellationToken);

    /// <summary>Revokes the refresh token, with which most providers end its access tokens, and the access token.</summary>
    public async Task<RevokeAnswer> RevokeAsync(OAuthClient client, TokenSet tokens, CancellationToken cancellationToken)
    {
        if (client.RevokeUrl is not { } url)
        {
            return new RevokeAnswer.Undeclared();
        }

        var refresh = tokens.RefreshToken is { } token ? await RevokeAsync(TokenRequest.Revoke(client, url, token, "refresh_token"), cancellationToken) : null;
        if (refresh is RevokeAnswer.Unreachable)
        {
            return refresh;
        }

        var access = await RevokeAsync(TokenRequest.Revoke(client, url, tokens.AccessToken, "access_token"), cancellationToken);
        return refresh is null ? access : Both(refresh, access);
    }

    /// <summary>The refresh token decides: without it the access token ends by itself.</summary>
    private static RevokeAnswer Both(RevokeAnswer refresh, RevokeAnswer access) => (refresh, access) switch
    {
        (RevokeAnswer.Revoked, RevokeAnswer.Refused no) => new RevokeAnswer.Revoked(no.Message),
        (RevokeAnswer.Revoked, RevokeAnswer.Unreachable late) => new RevokeAnswer.Unreachable($"the refresh token is, but for the access token {late.Message}"),
        (RevokeAnswer.Refused no, RevokeAnswer.Revoked) => new RevokeAnswer.Refused($"the access token is, but for the refresh token {no.Message}"),
        _ => refresh,
    };

    private async Task<TokenAnswer> AskAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        var askedAt = time.GetUtcNow();
        var (answer, failure) = await SendAsync(request, cancellationToken);
        return answer is null ? failure ?? throw new InvalidOperationException("Neither answer nor failure.") : AnswerReader.Read(answer, request, askedAt);
    }

    private async Task<RevokeAnswer> RevokeAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        var (answer, failure) = await SendAsync(request, cancellationToken);
        return answer is null ? new RevokeAnswer.Unreachable(failure?.Message ?? "") : AnswerReader.ReadRevocation(answer, request);
    }

    private async Task<(EndpointAnswer? Answer, TokenAnswer.Unavailable? Failure)> SendAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var message = request.ToMessage();
            using var response = await http.SendAsync(message, either.Token);
            return (await EndpointAnswer.ReadAsync(response, time.GetUtcNow(), either.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // SocketsHttpHandler's ConnectTimeout looks like the other one.
            return (null, new TokenAnswer.Unavailable(UnavailableKind.Timeout, $"{request.Place} gave no answer within {Timeout.TotalSeconds:0} s"));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            var why = request.Secrets.Redact(exception.GetBaseException().Message);
            return (null, new TokenAnswer.Unavailable(UnavailableKind.Network, $"{request.Place} could not be reached: {ProviderText.Clean(why, ProviderText.Longest)}"));
        }
    }
}
