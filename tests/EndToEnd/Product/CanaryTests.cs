using System.Text;
using ExtensibleWebhooks.EndToEnd.Stand;
using ExtensibleWebhooks.OAuthServer.Faults;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>
/// A run with every kind of credential, with webhooks that succeed, that are refused and that become dead letters, with a token endpoint that fails and a worker that is
/// killed. Nothing that can be read without reading Secrets has one of the secrets in it.
/// </summary>
public sealed class CanaryTests(ProductFixture product) : ProductTest(product)
{
    private const string WorkerPod = "pod/shop-worker-0";

    private readonly Canaries _canaries = new();

    [Fact]
    public async Task Secrets_OfARunWithFaults_AreInSecretsAndAtTheReceiversOnly()
    {
        var scene = await SceneAsync("canary");
        await using var provider = await ClusterProvider.StartAsync(scene, _canaries["client secret"], []);
        provider.Server.Token.Faults.Next(Fault.ServerError);
        provider.Server.Token.Faults.Next(Fault.HtmlPage);
        await scene.ApplyAsync(Everything(provider));
        string[] destinations = ["bearer", "basic", "header", "oauth"];
        await scene.ReadyAsync(["eventsource/shop", .. destinations.Select(name => $"webhookdestination/{name}"), .. destinations.Select(name => $"webhookmapping/{name}")]);

        await using (var sender = await scene.SenderAsync("shop"))
        {
            await sender.SendAsync("first", Cancelled);
            await DeliveredAsync(scene, destinations.Length);
            await AssertReceivedAsync(scene);
            await KillAsync(scene);
            await sender.SendAsync("second", Cancelled);
            await DeliveredAsync(scene, destinations.Length * 2);
        }

        await scene.KubectlAsync("patch", "secret/bearer", "-p", $$$"""{"stringData": {"token": "{{{_canaries["rotated bearer token"]}}}"}}""");
        await scene.Receiver.FirstAsync("sent before the rotation", webhook => webhook.Path == "/bearer");
        await DeadLettersAsync(scene, destinations.Length * 2);

        foreach (var (token, index) in provider.Server.Token.Requests.IssuedTokens.Select((token, index) => (token, index)))
        {
            _canaries.Add($"issued token {index}", token);
        }

        var inspectToken = await scene.SecretAsync("shop-worker", "inspect-token");
        _canaries.Add("inspect token", inspectToken);
        var surfaces = await Surfaces.ReadAsync(scene, WorkerPod, inspectToken);

        Assert.Empty(surfaces.SelectMany(surface => _canaries.In(surface.Place, surface.Text)));
        AssertLookedAt(surfaces);
    }

    /// <summary>What is no secret is found where it belongs: the search looked at the right things.</summary>
    private static void AssertLookedAt(IReadOnlyList<(string Place, string Text)> surfaces)
    {
        Assert.All(surfaces, surface => Assert.True(surface.Text.Length > 0, $"{surface.Place} is empty"));
        AssertHas("objects of e2e-canary", "basic-user-is-no-secret");
        AssertHas("kubectl describe", "Credentials");
        AssertHas("/inspect/v1/dead-letters/export", "first");
        AssertHas("/inspect/v1/status", "oauth");
        AssertHas("/metrics", "webhooks_");

        void AssertHas(string place, string text) =>
            Assert.Contains(surfaces, surface => surface.Place.EndsWith(place, StringComparison.Ordinal) && surface.Text.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>The credentials were really used.</summary>
    private async Task AssertReceivedAsync(Scene scene)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"basic-user:{_canaries["basic password"]}"));
        Assert.Equal($"Bearer {_canaries["bearer token"]}", (await OfAsync("/bearer")).Headers["authorization"]);
        Assert.Equal($"Basic {basic}", (await OfAsync("/basic")).Headers["authorization"]);
        Assert.Equal(_canaries["header value"], (await OfAsync("/header")).Headers["x-api-key"]);
        Assert.StartsWith("Bearer ", (await OfAsync("/oauth")).Headers["authorization"], StringComparison.Ordinal);

        Task<ReceivedWebhook> OfAsync(string path) => scene.Receiver.FirstAsync(path, webhook => webhook.Path == path);
    }

    private static Task DeliveredAsync(Scene scene, int webhooks) =>
        Poll.HoldsAsync($"{webhooks} webhooks", _ => Task.FromResult(scene.Receiver.Received.Select(webhook => (webhook.Path, webhook.Id)).Distinct().Count() >= webhooks));

    private static Task DeadLettersAsync(Scene scene, int count) => Poll.HoldsAsync($"{count} dead letters", async _ =>
    {
        var figures = await scene.KubectlAsync("get", "webhookdestinations", "-o", "jsonpath={.items[*].status.delivery.deadLetters}");
        return figures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(long.Parse) >= count;
    });

    private static async Task KillAsync(Scene scene)
    {
        var id = (await scene.KubectlAsync("get", WorkerPod, "-o", "jsonpath={.status.containerStatuses[0].containerID}")).Split("://")[^1];
        Assert.SkipUnless(await scene.Cluster.TryKillContainerAsync(id, Cancelled), "the nodes of this cluster cannot be reached to kill a process");
        await Poll.HoldsAsync("the worker's restart", async _ =>
            await scene.KubectlAsync("get", WorkerPod, "-o", "jsonpath={.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].ready}") == "1 true");
    }

    /// <summary>Each destination sends to the receiver, and to an address at which there is nothing.</summary>
    private string Everything(ClusterProvider provider) =>
        Manifests.Secret("shop-write-key", ("writeKey", _canaries["write key"])) + Source
        + Manifests.Secret("bearer", ("token", _canaries["bearer token"])) + Destination("bearer", "type: Bearer, bearer: {tokenSecretRef: {name: bearer, key: token}}", Function)
        + Manifests.Secret("function", ("apiKey", _canaries["function setting"]))
        + Manifests.Secret("basic", ("username", "basic-user"), ("password", _canaries["basic password"]))
        + Destination("basic", "type: Basic, basic: {usernameSecretRef: {name: basic, key: username}, passwordSecretRef: {name: basic, key: password}}", "displayName: basic-user-is-no-secret")
        + Manifests.Secret("header", ("value", _canaries["header value"]), ("signing", _canaries["signing secret"]))
        + Destination("header", "type: Header, header: {name: X-Api-Key, valueSecretRef: {name: header, key: value}}", "signing: {type: XSignature, secretRefs: [{name: header, key: signing}]}")
        + Manifests.Secret("oauth-client", ("secret", _canaries["client secret"]))
        + Destination("oauth", $"type: OAuth2, oauth2: {{clientId: {ClusterProvider.ClientId}, clientSecretRef: {{name: oauth-client, key: secret}}, accessTokenUrl: '{provider.TokenUrlForPods}'}}", "")
        + string.Concat(new[] { "bearer", "basic", "header", "oauth" }.Select(name =>
            Manifests.Mapping(name, name) + Manifests.Mapping($"{name}-nowhere", name).Replace($"http://echo:8081/{name}-nowhere", provider.NowhereForPods.ToString(), StringComparison.Ordinal)));

    private const string Source = """
        ---
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: EventSource
        metadata: {name: shop}
        spec:
          writeKeySecretRef: {name: shop-write-key, key: writeKey}
          engine: {embedded: {size: 1Gi}}
          retention: {maxSize: 256Mi}

        """;

    private const string Function = """
        insertFunction:
            secretSettingsRef: {name: function}
            source: |
              function onTrack(event, settings) { console.log(settings.apiKey); return event; }
        """;

    private static string Destination(string name, string authentication, string more) => $$"""
        ---
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookDestination
        metadata: {name: {{name}}}
        spec:
          sourceRef: {name: shop}
          enabled: true
          authentication: { {{authentication}} }
          {{more}}

        """;
}
