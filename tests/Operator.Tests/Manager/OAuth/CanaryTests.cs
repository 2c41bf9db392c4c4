using System.Text;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>A run with faults; then every text that the operator wrote anywhere but into its Secrets is searched for every secret of that run.</summary>
[Collection(nameof(OAuthCollection))]
public sealed class CanaryTests(OAuthCluster cluster)
{
    private const string Kinds =
        "eventsources,webhookdestinations,webhookmappings,statefulsets,services,networkpolicies,poddisruptionbudgets,configmaps,events,pods,leases";

    private const string Parameter = "canary-77b0-parameter";

    private const string Parameters = $$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: crm-parameters}
        stringData: {value: {{Parameter}}}
        ---

        """;

    private const string From = "valueSecretRef: {name: crm-parameters, key: value}";

    /// <summary>One secret in each place; the provider takes no notice of it.</summary>
    private const string InSpec = $$"""refreshParameters: [{name: x-tenant, {{From}}, sendIn: Header}, {name: tenant, {{From}}, sendIn: Body}, {name: tenant, {{From}}, sendIn: Query}]""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_OfARunWithFaults_AreInNoLogEventStatusMetricOrPage()
    {
        var pages = new List<string>();
        var connected = await ConnectWithFaultsAsync(pages);
        var fetched = await cluster.NewNamespaceAsync("canary-fetched");
        await FetchWithFaultsAsync(fetched);

        var secrets = await SecretsAsync(connected, fetched);
        var texts = new List<string>(cluster.Operator.Log);
        texts.AddRange(pages);
        texts.Add((await cluster.Operator.GetAsync("/metrics", Cancelled)).Body);
        texts.Add(await cluster.Kubectl.RunAsync(["get", Kinds, "-A", "-o", "json"], Cancelled));
        texts.Add(await cluster.Kubectl.RunAsync(["describe", "webhookdestinations,eventsources,secrets", "-A"], Cancelled));

        Assert.NotEmpty(cluster.Operator.Log);
        Assert.InRange(secrets.Count, 10, 1000);
        foreach (var secret in secrets)
        {
            var found = texts.FirstOrDefault(text => SecretForms.Of(secret).Any(form => text.Contains(form, StringComparison.Ordinal)));
            Assert.True(found is null, $"a secret of {secret.Length} characters is in: {found?[..Math.Min(300, found.Length)].Replace(secret, "…", StringComparison.Ordinal)}");
        }
    }

    /// <summary>The search finds what Basic credentials are made of, wherever the secret begins in them.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc:")]
    public void Search_InBase64_FindsASecretBetweenOtherTexts(string before)
    {
        const string secret = "canary of/three+parts";
        foreach (var after in new[] { "", "x", "xy" })
        {
            foreach (var written in new[] { secret, Uri.EscapeDataString(secret) })
            {
                var text = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}{written}{after}"));
                Assert.Contains(SecretForms.Of(secret), form => text.Contains(form, StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Every way in which a token endpoint and a person fail, then success, a refusal by the receiver, and Disconnect.</summary>
    private async Task<TestNamespace> ConnectWithFaultsAsync(List<string> pages)
    {
        var ns = await cluster.NewNamespaceAsync("canary-connected");
        using var browser = new ConnectBrowser(cluster);
        await ns.ApplyAsync(OAuthSamples.All(cluster, "AuthorizationCode", revokes: true));
        await ns.CredentialsAsync("False", "ConnectRequired");
        var url = await ns.ConnectUrlAsync();
        pages.Add((await browser.ConnectAsync(url, allow: false)).Page);
        foreach (var fault in new[] { Fault.ServerError, Fault.InvalidGrant, Fault.HtmlPage, Fault.AnswerLost, Fault.Huge })
        {
            cluster.Provider.Token.Faults.Next(fault, "authorization_code");
            pages.Add((await browser.ConnectAsync(url)).Page);
        }

        pages.Add((await browser.ConnectAsync(url)).Page);
        await ns.CredentialsAsync("True", "TokenReady");
        var refused = await ns.NewTokenAsync();
        await ns.WorkerIsReadyAsync(cluster.Operator);
        cluster.Operator.Worker.Answer = $$"""{"destinations":[{"name":"crm","rejectedToken":"{{TokenFingerprint.Of(refused)}}"}]}""";
        await ns.NewTokenAsync(other: refused);
        cluster.Operator.Worker.Answer = "{}";
        cluster.Provider.Revocation.Faults.Next(Fault.InvalidClient);
        pages.Add((await browser.DisconnectAsync(url)).Page);
        pages.Add((await browser.ConnectAsync(url)).Page);
        await ns.CredentialsAsync("True", "TokenReady");
        await ns.NewTokenAsync(other: refused);
        return ns;
    }

    private async Task FetchWithFaultsAsync(TestNamespace ns)
    {
        foreach (var fault in new[] { Fault.InvalidClient, Fault.ServerError, Fault.Redirect, Fault.HtmlPageWithSuccess })
        {
            cluster.Provider.Token.Faults.Next(fault, "client_credentials");
        }

        await ns.ApplyAsync(Parameters + OAuthSamples.All(cluster, "ClientCredentials").Replace("scopes:", $"{InSpec}\n      scopes:", StringComparison.Ordinal));
        await ns.CredentialsAsync("True", "TokenReady");
        await ns.NewTokenAsync();
    }

    /// <summary>What was made up for the run, whatever the provider issued or was sent, and whatever is in a Secret of ours.</summary>
    private async Task<IReadOnlyList<string>> SecretsAsync(params IEnumerable<TestNamespace> namespaces)
    {
        var secrets = new HashSet<string>(cluster.Provider.Token.Requests.IssuedTokens) { OAuthCluster.ClientSecret, Parameter };
        secrets.UnionWith(cluster.Provider.Token.Requests.All.SelectMany(request => new[] { "code", "code_verifier", "refresh_token" }.Select(name => request.Form.GetValueOrDefault(name)).OfType<string>()));
        foreach (var ns in namespaces)
        {
            secrets.Add(await ns.FileAsync("shop-worker", "inspect-token") ?? "");
            secrets.Add(await ns.FileAsync("shop-write-key", "writeKey") ?? "");
            secrets.Add(await ns.FileAsync("crm-oauth", "refreshToken") ?? "");
        }

        var key = await cluster.Kubectl.GetAsync(["secret", "extensible-webhooks-oauth", "-n", OperatorCluster.OperatorNamespace], Cancelled);
        secrets.Add((string?)key?["data"]?["key"] ?? "");
        return [.. secrets.Where(secret => secret.Length > 8)];
    }
}
