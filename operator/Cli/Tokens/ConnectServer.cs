using System.Security.Cryptography;
using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Worker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Cli.Tokens;

/// <summary>
/// Where a browser on this machine connects a destination: /oauth/connect leads to the provider, /oauth/callback ends there. Opened when the first destination needs it, closed
/// with the run. A link names its destination and is signed with a key that only this run has.
/// </summary>
/// <param name="services">Where to listen, and what to store with.</param>
/// <param name="find">The client of a destination as it is now; null: it is gone.</param>
/// <param name="connected">Told when tokens were stored.</param>
internal sealed class ConnectServer(LocalTokenServices services, Func<CredentialKey, LocalClient?> find, Action<CredentialKey> connected) : IAsyncDisposable
{
    /// <summary>What a provider has to know as the client's redirect URI, behind scheme, host and port.</summary>
    public const string CallbackPath = "/oauth/callback";

    private const string ConnectPath = "/oauth/connect";

    /// <summary>Of both.</summary>
    private const string CookiePath = "/oauth";

    private const string Cookie = "extensible-webhooks-connect";
    private const int NonceCharacters = 64;

    private readonly ConnectSigner _signer = new(RandomNumberGenerator.GetBytes(ConnectSigner.MinKeyBytes));
    private readonly SemaphoreSlim _opening = new(1);
    private HttpServer? _server;
    private ConnectFlow? _flow;

    /// <summary>The link that a person opens; or why there is none.</summary>
    public async Task<(string? Link, string? Problem)> LinkAsync(CredentialKey key, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_server is null)
            {
                var place = services.ConnectUrl.GetLeftPart(UriPartial.Authority);
                (_server, var problem) = await HttpServer.StartAsync(place, static _ => { }, application => application.Run(HandleAsync), services.Loggers, cancellationToken);
                if (_server is null)
                {
                    return (null, $"Nobody can connect it: {problem} Choose another place with --connect URL, and register its {CallbackPath} at the provider.");
                }

                Volatile.Write(ref _flow, new ConnectFlow(_signer, new Uri(_server.Url + CallbackPath), services.Time, () => RandomNumberGenerator.GetHexString(NonceCharacters, lowercase: true)));
            }

            return ($"{_server.Url}{ConnectPath}?link={new ConnectLink(_signer).Make(key, services.Time.GetUtcNow())}", null);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _opening.Dispose();
    }

    private Task HandleAsync(HttpContext context)
    {
        // A name that a page in a browser made resolve to this machine is not how a person comes here.
        var isOurs = string.Equals(context.Request.Host.Value, new Uri(_server?.Url ?? "http://none").Authority, StringComparison.OrdinalIgnoreCase);
        return Volatile.Read(ref _flow) is not { } flow || !isOurs || !HttpMethods.IsGet(context.Request.Method) ? ConnectPage.NotFoundAsync(context.Response)
            : context.Request.Path == ConnectPath ? BeginAsync(context, flow)
            : context.Request.Path == CallbackPath ? EndAsync(context, flow)
            : ConnectPage.NotFoundAsync(context.Response);
    }

    private Task BeginAsync(HttpContext context, ConnectFlow flow)
    {
        if (new ConnectLink(_signer).Read(context.Request.Query["link"], services.Time.GetUtcNow(), out _) is not { } key)
        {
            return ConnectPage.FailedAsync(context.Response, "This link is not of this run, or has ended: take the one that webhooks run printed last.");
        }

        if (find(key)?.Client is not { AuthorizeUrl: not null } client)
        {
            return ConnectPage.FailedAsync(context.Response, $"The manifests have no WebhookDestination {key.Name} that somebody could connect.");
        }

        var beginning = flow.Begin(key, client);
        foreach (var surplus in ConnectCookies.Surplus(Cookie, context.Request.Cookies.Keys))
        {
            context.Response.Cookies.Delete(surplus, new CookieOptions { Path = CookiePath });
        }

        context.Response.Cookies.Append(ConnectCookies.NameOf(Cookie, beginning.State), beginning.Nonce, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = CookiePath, MaxAge = ConnectFlow.StateLife });
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(beginning.AuthorizeUrl.AbsoluteUri);
        return Task.CompletedTask;
    }

    private async Task EndAsync(HttpContext context, ConnectFlow flow)
    {
        var query = context.Request.Query;
        var cookie = ConnectCookies.NameOf(Cookie, $"{query["state"]}");
        context.Response.Cookies.Delete(cookie, new CookieOptions { Path = CookiePath });
        switch (flow.Read(new ConnectQuery { State = query["state"], Code = query["code"], Error = query["error"], ErrorDescription = query["error_description"] }, context.Request.Cookies[cookie]))
        {
            case ConnectCallback.Accepted accepted:
                await CompleteAsync(context, flow, accepted);
                break;
            case ConnectCallback.Rejected rejected:
                await ConnectPage.FailedAsync(context.Response, rejected.Message);
                break;
        }
    }

    private async Task CompleteAsync(HttpContext context, ConnectFlow flow, ConnectCallback.Accepted callback)
    {
        if (find(callback.Key) is not { } client)
        {
            await ConnectPage.FailedAsync(context.Response, $"The manifests have no WebhookDestination {callback.Key.Name} any more.");
            return;
        }

        using var http = services.Connect(client);
        switch (await flow.CompleteAsync(callback, client.Client, new TokenEndpoint(http, services.Time), services.Store, context.RequestAborted))
        {
            case ConnectResult.Connected:
                connected(callback.Key);
                await ConnectPage.ConnectedAsync(context.Response, callback.Key.Name);
                break;
            case ConnectResult.Failed failed:
                await ConnectPage.FailedAsync(context.Response, failed.Message);
                break;
        }
    }
}
