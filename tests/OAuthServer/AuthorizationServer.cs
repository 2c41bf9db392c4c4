using ExtensibleWebhooks.OAuthServer.Clients;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.OAuthServer.Grants;
using ExtensibleWebhooks.OAuthServer.Hosting;
using ExtensibleWebhooks.OAuthServer.Pages;
using ExtensibleWebhooks.OAuthServer.Requests;
using ExtensibleWebhooks.OAuthServer.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ExtensibleWebhooks.OAuthServer;

/// <summary>A real OAuth 2.0 authorization server and a resource that it protects, in this process. README.md beside this file says what it does.</summary>
public sealed class AuthorizationServer : IAsyncDisposable
{
    private readonly LifetimeSetting _lifetimes = new();
    private readonly ConnectionTable _connections = new();
    private readonly Certificates? _certificates;
    private readonly List<EndpointWatch> _watches = [];
    private readonly WebApplication _application;

    private AuthorizationServer(AuthorizationServerOptions options)
    {
        _certificates = options.Authority is { } authority ? new Certificates(authority, options.Address) : null;
        Token = new WatchedEndpoint(() => At(Paths.Token));
        Revocation = new WatchedEndpoint(() => At(Paths.Revoke));
        Resource = new ProtectedResource(() => At(Paths.Resource), options.TimeProvider);
        _application = Build(options);
    }

    /// <summary>Scheme, host and port.</summary>
    public Uri Address => new(_application.Urls.Single());

    /// <summary>Where a browser is sent to log in and to consent.</summary>
    public Uri AuthorizeUrl => At(Paths.Authorize);

    /// <summary>RFC 7662; the client of an access token may ask about it.</summary>
    public Uri IntrospectUrl => At(Paths.Introspect);

    public WatchedEndpoint Token { get; }

    /// <summary>RFC 7009.</summary>
    public WatchedEndpoint Revocation { get; }

    public ProtectedResource Resource { get; }

    /// <summary>Of what is issued from now on.</summary>
    public TokenLifetimes Lifetimes
    {
        get => _lifetimes.Current;
        set => _lifetimes.Current = value;
    }

    /// <param name="options">null: http on loopback.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<AuthorizationServer> StartAsync(AuthorizationServerOptions? options, CancellationToken cancellationToken)
    {
        var server = new AuthorizationServer(options ?? new AuthorizationServerOptions());
        await server._application.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>From now on the server knows the client by this secret and these redirect addresses.</summary>
    public Task RegisterAsync(RegisteredClient client, CancellationToken cancellationToken) =>
        new ClientRegistry(_application.Services).PutAsync(client, cancellationToken);

    /// <summary>How TLS fails from now on; open connections are closed.</summary>
    /// <exception cref="InvalidOperationException">The server speaks plain http.</exception>
    public void BreakTls(TlsFault fault)
    {
        var certificates = _certificates ?? throw new InvalidOperationException("The server speaks plain http");
        certificates.Fault = fault;
        _connections.AbortAll();
    }

    /// <summary>Whether an access or refresh token would be honoured now; nothing is redeemed by asking.</summary>
    public Task<bool> IsActiveAsync(string token, CancellationToken cancellationToken) =>
        new TokenJudge(_application.Services).IsActiveAsync(token, cancellationToken);

    /// <summary>The user takes back what was allowed: all tokens of the client are revoked.</summary>
    public Task WithdrawAsync(string clientId, CancellationToken cancellationToken) =>
        new TokenJudge(_application.Services).RevokeAsync(clientId, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Token.Faults.Clear();
        Revocation.Faults.Clear();
        _connections.AbortAll();
        await _application.DisposeAsync();
        _watches.ForEach(watch => watch.Dispose());
        _certificates?.Dispose();
    }

    private Uri At(string path) => new(Address, path);

    private WebApplication Build(AuthorizationServerOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        Listener.Add(builder, options, _certificates, _connections);
        ServerSetup.Add(builder.Services, options);
        builder.Services.AddSingleton(_lifetimes).AddSingleton(options);

        var application = builder.Build();
        Watch(application, Paths.Token, Token, options.TimeProvider);
        Watch(application, Paths.Revoke, Revocation, options.TimeProvider);
        application.UseRouting();
        application.UseAuthentication();
        application.MapMethods(Paths.Authorize, ["GET", "POST"], ConsentPage.HandleAsync);
        application.MapPost(Paths.Token, TokenEndpoint.HandleAsync);
        application.MapGet(Paths.Login, LoginPage.Show);
        application.MapPost(Paths.Login, (Delegate)LoginPage.SubmitAsync);
        application.Map(Paths.Resource, Resource.HandleAsync);
        return application;
    }

    private void Watch(WebApplication application, string path, WatchedEndpoint endpoint, TimeProvider timeProvider)
    {
        var watch = new EndpointWatch(endpoint, timeProvider);
        _watches.Add(watch);
        application.Use(next => context => context.Request.Path == path ? watch.HandleAsync(context, next) : next(context));
    }
}
