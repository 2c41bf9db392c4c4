using System.Buffers.Text;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Web;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using ExtensibleWebhooks.OAuthServer;
using ExtensibleWebhooks.OAuthServer.Clients;
using ExtensibleWebhooks.OAuthServer.Users;
using ExtensibleWebhooks.Support.Certificates;

namespace ExtensibleWebhooks.Operator.Tests.OAuth;

/// <summary>The authorization server with one client of a library that knows nothing of us.</summary>
internal sealed class Provider : IAsyncDisposable
{
    public const string ClientId = "crm:eu+1";
    public const string Secret = "s%c r&t:é";

    private static readonly Uri Callback = new("http://127.0.0.1:9/callback");

    private Provider(AuthorizationServer server, SocketsHttpHandler handler)
    {
        Server = server;
        Http = new HttpClient(handler);
    }

    public AuthorizationServer Server { get; }

    public HttpClient Http { get; }

    /// <summary>A redirect address behind which there is a page: of this very server, since the client has none.</summary>
    public Uri Landing => LandingOf(Server);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<Provider> StartAsync(AuthorizationServerOptions? options = null)
    {
        var server = await AuthorizationServer.StartAsync(options, Cancelled);
        await server.RegisterAsync(new RegisteredClient { Id = ClientId, Secret = Secret, RedirectUris = [Callback, LandingOf(server)] }, Cancelled);
        return new Provider(server, Trusting(options?.Authority));
    }

    public static SocketsHttpHandler Trusting(TestAuthority? authority) => new()
    {
        SslOptions = authority is null
            ? new SslClientAuthenticationOptions()
            : new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { X509Certificate2.CreateFromPem(authority.Pem) },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
    };

    public Task<TokenResponse> FetchAsync(string? scope = "events", string secret = Secret, ClientCredentialStyle style = ClientCredentialStyle.AuthorizationHeader) =>
        Http.RequestClientCredentialsTokenAsync(
            new ClientCredentialsTokenRequest
            {
                Address = Server.Token.Url.ToString(),
                ClientId = ClientId,
                ClientSecret = secret,
                Scope = scope,
                ClientCredentialStyle = style,
            },
            Cancelled);

    /// <summary>Through login and consent to the tokens.</summary>
    public async Task<TokenResponse> ConnectAsync(Func<string, string>? verify = null)
    {
        using var browser = new UserAgent();
        var verifier = CryptoRandom.CreateUniqueId();
        var back = await browser.AuthorizeAsync(AuthorizeUrl(verifier), allow: true, Cancelled);
        var code = HttpUtility.ParseQueryString(back.Query)["code"] ?? throw new InvalidOperationException($"no code in {back}");
        return await ExchangeAsync(code, verify is null ? verifier : verify(verifier));
    }

    /// <summary>Where the browser begins; PKCE by S256.</summary>
    public Uri AuthorizeUrl(string verifier, Uri? redirectUri = null)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        return new Uri(new RequestUrl(Server.AuthorizeUrl.ToString()).CreateAuthorizeUrl(
            ClientId,
            OidcConstants.ResponseTypes.Code,
            "events contacts",
            (redirectUri ?? Callback).ToString(),
            "the state",
            codeChallenge: challenge,
            codeChallengeMethod: OidcConstants.CodeChallengeMethods.Sha256));
    }

    public Task<TokenResponse> ExchangeAsync(string code, string verifier, Uri? redirectUri = null) => Http.RequestAuthorizationCodeTokenAsync(
        new AuthorizationCodeTokenRequest
        {
            Address = Server.Token.Url.ToString(),
            ClientId = ClientId,
            ClientSecret = Secret,
            Code = code,
            CodeVerifier = verifier,
            RedirectUri = (redirectUri ?? Callback).ToString(),
        },
        Cancelled);

    public Task<TokenResponse> RefreshAsync(string? refreshToken) => Http.RequestRefreshTokenAsync(
        new RefreshTokenRequest
        {
            Address = Server.Token.Url.ToString(),
            ClientId = ClientId,
            ClientSecret = Secret,
            RefreshToken = refreshToken ?? "",
        },
        Cancelled);

    public Task<TokenRevocationResponse> RevokeAsync(string? token) => Http.RevokeTokenAsync(
        new TokenRevocationRequest { Address = Server.Revocation.Url.ToString(), ClientId = ClientId, ClientSecret = Secret, Token = token ?? "" },
        Cancelled);

    public Task<TokenIntrospectionResponse> IntrospectAsync(string? token, string clientId = ClientId) => Http.IntrospectTokenAsync(
        new TokenIntrospectionRequest { Address = Server.IntrospectUrl.ToString(), ClientId = clientId, ClientSecret = Secret, Token = token ?? "" },
        Cancelled);

    /// <summary>The status of the protected resource for a token.</summary>
    public async Task<int> UseAsync(string? token, string scheme = "Bearer")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Server.Resource.Url) { Content = new StringContent("{}") };
        request.Headers.Authorization = token is null ? null : new(scheme, token);
        using var response = await Http.SendAsync(request, Cancelled);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    private static Uri LandingOf(AuthorizationServer server) => new(server.Address, "/login");
}
