using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Operator.Tests.Runtime.Controllers;
using ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Statuses;

/// <summary>What is said of tokens, on a real API server, by a look whose cache is behind and beside another who writes.</summary>
public sealed class CredentialsStatusWriterTests(ApiServerFixture fixture)
{
    private const string ByAnother = """{"status":{"observedGeneration":1,"credentials":{"reason":"ConnectRequired","message":"by another"}}}""";

    private static readonly CredentialsStatus Ready = new() { Reason = "TokenReady", Message = "ready", LastRefreshTime = DateTime.UnixEpoch };
    private static readonly CredentialsStatus Late = new() { Reason = "TokenUnavailable", Message = "late" };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Credentials_AsTheCacheStillHasThem_AreWrittenOverWhatTheServerHas()
    {
        var api = await NewDestinationAsync();
        var writer = new CredentialsStatusWriter(api.Client);
        await writer.WriteAsync(await GetAsync(api), Ready, Ending);
        var cached = await GetAsync(api);
        await writer.WriteAsync(cached, Late, Ending);

        await writer.WriteAsync(cached, Ready, Ending);

        Assert.Equal(Ready, (await GetAsync(api)).Status?.Credentials);
    }

    [Fact]
    public async Task Credentials_WithAMemberThatTheCacheDoesNotKnowOf_AreWrittenWhole()
    {
        var api = await NewDestinationAsync();
        var cached = await GetAsync(api);
        await PatchAsync(api, ByAnother);

        await new CredentialsStatusWriter(api.Client).WriteAsync(cached, new CredentialsStatus { ConnectUrl = "https://hooks.example.com/oauth/connect" }, Ending);

        Assert.Equal(new CredentialsStatus { ConnectUrl = "https://hooks.example.com/oauth/connect" }, (await GetAsync(api)).Status?.Credentials);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Writer_InBetween_KeepsWhatIsHisAndNoneOfTheCredentials(int times)
    {
        var api = await NewDestinationAsync();
        var client = new InBetween(api, () => times-- > 0 ? PatchAsync(api, ByAnother) : Task.CompletedTask);

        await new CredentialsStatusWriter(client).WriteAsync(await GetAsync(api), Ready, Ending);

        var status = (await GetAsync(api)).Status;
        Assert.Equal((Ready, 1), (status?.Credentials, status?.ObservedGeneration));
    }

    [Fact]
    public async Task Credentials_OfASpecThatChanged_AreLeftToTheNextLook()
    {
        var api = await NewDestinationAsync();
        var cached = await GetAsync(api);
        await api.Server.Kubectl.RunAsync(["patch", "webhookdestination", "crm", "-n", api.Namespace, "--type=merge", "-p", """{"spec":{"displayName":"CRM"}}"""], Ending);

        await new CredentialsStatusWriter(api.Client).WriteAsync(cached, Ready, Ending);

        Assert.Null((await GetAsync(api)).Status?.Credentials);
    }

    [Fact]
    public async Task Credentials_OfAnObjectThatIsGoneOrAnother_AreNobodys()
    {
        var api = await NewDestinationAsync();
        var cached = await GetAsync(api);
        var writer = new CredentialsStatusWriter(api.Client);
        await api.Server.Kubectl.RunAsync(["delete", "webhookdestination", "crm", "-n", api.Namespace], Ending);

        await writer.WriteAsync(cached, Ready, Ending);
        await ApplyAsync(api);
        await writer.WriteAsync(cached, Ready, Ending);

        Assert.Null((await GetAsync(api)).Status?.Credentials);
    }

    private async Task<RealApi> NewDestinationAsync()
    {
        await fixture.GetWithKindsAsync(Ending);
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await ApplyAsync(api);
        return api;
    }

    private static async Task ApplyAsync(RealApi api) => await api.Server.Kubectl.ApplyAsync(
        $$"""
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookDestination
        metadata: {name: crm, namespace: {{api.Namespace}}}
        spec:
          sourceRef: {name: shop}
        """,
        Ending);

    private static async Task PatchAsync(RealApi api, string patch) =>
        await api.Server.Kubectl.RunAsync(["patch", "webhookdestination", "crm", "-n", api.Namespace, "--subresource=status", "--type=merge", "-p", patch], Ending);

    private static async Task<WebhookDestination> GetAsync(RealApi api) =>
        await api.Client.GetAsync<WebhookDestination>(api.Namespace, "crm", Ending) ?? throw new InvalidOperationException("It is gone.");

    /// <summary>Somebody else writes before each of our writes, and after we have read.</summary>
    private sealed class InBetween(RealApi api, Func<Task> before) : NoClient
    {
        public override Task<T?> GetAsync<T>(ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
            where T : class => api.Client.GetAsync<T>(resource, @namespace, name, cancellationToken);

        public override async Task<T> MergeStatusAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        {
            await before();
            return await api.Client.MergeStatusAsync<T>(resource, @namespace, name, patch, cancellationToken);
        }
    }
}
