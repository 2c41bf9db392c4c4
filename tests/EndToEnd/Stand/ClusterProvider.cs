using System.Net;
using System.Net.NetworkInformation;
using ExtensibleWebhooks.OAuthServer;
using ExtensibleWebhooks.OAuthServer.Clients;

namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>
/// The authorization server in this process, which pods reach as the Service <c>provider</c> of the scene's namespace and a browser by the node's address.
/// Only where the node is this machine.
/// </summary>
internal sealed class ClusterProvider : IAsyncDisposable
{
    public const string ClientId = "crm-client";

    private readonly string _clientSecret;

    private ClusterProvider(AuthorizationServer server, string clientSecret)
    {
        Server = server;
        _clientSecret = clientSecret;
    }

    public AuthorizationServer Server { get; }

    /// <summary>The token endpoint.</summary>
    public Uri TokenUrlForPods => ForPods(Server.Token.Url);

    /// <summary>Answered with 404.</summary>
    public Uri NowhereForPods => ForPods(new Uri(Server.Address, "/nowhere"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Skips the test, with the reason, where pods do not reach this process.</summary>
    /// <param name="scene">The Service is made in its namespace.</param>
    /// <param name="callbacks">Where the provider may send browsers back to.</param>
    public static Task<ClusterProvider> StartAsync(Scene scene, params IReadOnlyList<Uri> callbacks) => StartAsync(scene, "e2e-client-secret", callbacks);

    /// <inheritdoc cref="StartAsync(Scene, IReadOnlyList{Uri})"/>
    /// <param name="clientSecret">Of the one client that it knows.</param>
    public static async Task<ClusterProvider> StartAsync(Scene scene, string clientSecret, IReadOnlyList<Uri> callbacks)
    {
        var addresses = await scene.Kubectl.RunAsync(["get", "nodes", "-o", "jsonpath={.items[*].status.addresses[?(@.type==\"InternalIP\")].address}"], Cancelled);
        var node = addresses.Split(' ').Select(IPAddress.Parse).FirstOrDefault(IsOfThisMachine);
        Assert.SkipWhen(node is null, $"no node of the cluster ({addresses}) is this machine: pods cannot reach the provider of the test");

        var server = await AuthorizationServer.StartAsync(new AuthorizationServerOptions { Address = node }, Cancelled);
        await server.RegisterAsync(new RegisteredClient { Id = ClientId, Secret = clientSecret, RedirectUris = callbacks }, Cancelled);
        await scene.ApplyAsync(Service(node, server.Address.Port));
        return new ClusterProvider(server, clientSecret);
    }

    /// <summary>A destination with its client's Secret.</summary>
    /// <param name="name">Of the destination.</param>
    /// <param name="source">Of its events.</param>
    /// <param name="flow">AuthorizationCode or ClientCredentials.</param>
    public string Destination(string name, string source, string flow) => $"""
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: {name}-client
        stringData:
          secret: {_clientSecret}
        ---
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookDestination
        metadata:
          name: {name}
        spec:
          sourceRef:
            name: {source}
          enabled: true
          authentication:
            type: OAuth2
            oauth2:
              flow: {flow}
              clientId: {ClientId}
              clientSecretRef:
                name: {name}-client
                key: secret
              authorizeUrl: {Server.AuthorizeUrl}
              accessTokenUrl: {TokenUrlForPods}
              revokeUrl: {ForPods(Server.Revocation.Url)}
              scopes: [events, contacts]

        """;

    /// <summary>Posts the event's id to the provider's protected resource.</summary>
    public string Mapping(string name, string destination) => $"""
        ---
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookMapping
        metadata:
          name: {name}
        spec:
          destinationRef:
            name: {destination}
          enabled: true
          trigger: 'type = "track"'
          url: {ForPods(Server.Resource.Url)}
          data:
            id:
              "@path": $.properties.id

        """;

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static bool IsOfThisMachine(IPAddress address) =>
        NetworkInterface.GetAllNetworkInterfaces().SelectMany(device => device.GetIPProperties().UnicastAddresses).Any(own => own.Address.Equals(address));

    private static Uri ForPods(Uri url) => new UriBuilder(url) { Host = "provider" }.Uri;

    /// <summary>Without a selector: it leads to what the Endpoints say.</summary>
    private static string Service(IPAddress node, int port) => $"""
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: provider
        spec:
          ports:
            - port: {port}
              targetPort: {port}
        ---
        apiVersion: v1
        kind: Endpoints
        metadata:
          name: provider
        subsets:
          - addresses:
              - ip: {node}
            ports:
              - port: {port}

        """;
}
