using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Operator.Tests.Chart;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Runtime.Admission;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Commands;
using ChartHelm = ExtensibleWebhooks.Operator.Tests.Chart.Helm;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Admission;

/// <summary>The API server calls the operator: by the chart's own configuration, except that a URL leads to it, for want of Services.</summary>
public sealed class AdmissionCluster : OperatorCluster
{
    /// <summary>Name of the configuration, and of the webhook in it.</summary>
    public const string Configuration = ChartHelm.Release;

    public const string Webhook = "validate.webhooks.extensible.dev";

    /// <summary>The Secret of the certificates.</summary>
    public const string Secret = $"{ChartHelm.Release}-admission";

    /// <summary>Namespaces with it are not asked about.</summary>
    public const string Unchecked = "webhooks.extensible.dev/disable-validation=true";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected override AdmissionOptions Admission { get; } = new() { Enabled = true, Port = 0, SecretName = Secret, ServerNames = ["127.0.0.1"] };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (!IsMissing)
        {
            await ConfigureAsync(Operator.AdmissionAddress);
            await IsAskedAsync();
        }
    }

    /// <summary>Applies what the chart renders, as an installation or an upgrade does; caBundle is the operator's affair.</summary>
    public async Task ConfigureAsync(Uri address)
    {
        var configuration = (await ChartHelm.RenderAsync()).Single("ValidatingWebhookConfiguration");
        RenderedChart.At(configuration, "webhooks", 0)["clientConfig"] = new JsonObject { ["url"] = new Uri(address, AdmissionEndpoint.Path).ToString() };
        await Kubectl.ApplyAsync(configuration.ToJsonString(), Cancelled);
    }

    /// <summary>Returns when the API server asks the operator and believes its certificate.</summary>
    public async Task IsAskedAsync()
    {
        var bad = Samples.Mapping(trigger: "type =", name: "probe");
        await Eventually.TrueAsync(
            async () => !(await TryApplyAsync("default", bad, "--dry-run=server")).Succeeded, "a refusal of what cannot work", Cancelled);
    }

    /// <summary><c>kubectl apply</c>, as a user does it.</summary>
    public Task<CommandResult> TryApplyAsync(string @namespace, string manifests, params string[] arguments) =>
        (Kubectl.ToCommand(["apply", "-n", @namespace, "-f", "-", .. arguments]) with { Input = manifests }).TryRunAsync(Cancelled);

    /// <summary>The caBundle that is configured; empty for none.</summary>
    public async Task<string> CaBundleAsync()
    {
        var configuration = await Kubectl.GetAsync(["validatingwebhookconfiguration", Configuration], Cancelled);
        return Encoding.ASCII.GetString(Convert.FromBase64String((string?)configuration?["webhooks"]?[0]?["clientConfig"]?["caBundle"] ?? ""));
    }

    /// <summary>What the API server answers to the creation of a mapping, whole.</summary>
    public async Task<JsonNode> CreateMappingAsync(string @namespace, JsonNode mapping)
    {
        using var handler = new SocketsHttpHandler();
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Server.CertificateAuthorityPath);
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Server.Token);
        using var content = new StringContent(mapping.ToJsonString(), Encoding.UTF8, "application/json");
        var uri = new Uri(Server.Host, $"/apis/webhooks.extensible.dev/v1alpha1/namespaces/{@namespace}/webhookmappings");
        using var response = await client.PostAsync(uri, content, Cancelled);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled)) ?? new JsonObject();
    }
}
