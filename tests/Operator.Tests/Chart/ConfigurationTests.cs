using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Yaml;
using static ExtensibleWebhooks.Operator.Tests.Chart.RenderedChart;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>The configuration that the chart renders is one that the operator takes.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task Configuration_ByDefault_IsTheOperatorsOwnDefault()
    {
        var options = await ReadAsync();

        var own = Parse($$$"""{"workers": {"image": "{{{options.Workers.Image}}}"}, "leaderElection": {"leaseName": "extensible-webhooks"}, "admission": {"enabled": true}, "oauth": {"enabled": true}}""");
        Assert.Equal(Comparable(own), Comparable(options));
    }

    [Fact]
    public async Task Configuration_OfEverySetting_ReachesTheOperator()
    {
        var options = await ReadAsync(
            "watchNamespaces={a,b}",
            "fullnameOverride=hooks",
            "admission.enabled=false",
            "oauth.enabled=false",
            "oauth.externalUrl=https://hooks.example:8443/",
            "operator.maxConcurrentReconciles=7",
            "operator.log.level=Debug",
            "operator.log.format=Text",
            "workers.image.repository=mine/worker",
            "workers.image.tag=9.0.1",
            "workers.image.pullPolicy=Never",
            "workers.imagePullSecrets={registry}",
            "workers.resources.limits.memory=1Gi",
            "workers.fsGroup=null",
            "workers.egress.allowedCidrs={10.0.0.0/8}",
            "workers.extraEnv[0].name=HTTPS_PROXY",
            "workers.extraEnv[0].value=http://proxy:3128",
            "workers.networkPolicy.enabled=false",
            "workers.networkPolicy.ingestFrom[0].podSelector.matchLabels.app=shop",
            "workers.networkPolicy.metricsFrom[0].namespaceSelector.matchLabels.name=monitoring",
            "workers.networkPolicy.egress[0].to[0].ipBlock.cidr=0.0.0.0/0",
            "monitoring.workers=false",
            "monitoring.interval=5s",
            "monitoring.labels.release=prom");

        Assert.Equal(["a", "b"], options.WatchNamespaces);
        Assert.Equal("hooks", options.LeaderElection.LeaseName);
        Assert.Equal((false, "hooks", "hooks-admission", "hooks"), (options.Admission.Enabled, options.Admission.ServiceName, options.Admission.SecretName, options.Admission.ConfigurationName));
        Assert.Equal((false, "https://hooks.example:8443/", "hooks-oauth"), (options.OAuth.Enabled, options.OAuth.ExternalUrl.ToString(), options.OAuth.SigningSecretName));
        Assert.Equal(7, options.MaxConcurrentReconciles);
        Assert.Equal(("Debug", "Text"), (options.Log.Level.ToString(), options.Log.Format.ToString()));
        Assert.Equal(("ghcr.io/mine/worker:9.0.1", "Never"), (options.Workers.Image, options.Workers.ImagePullPolicy));
        Assert.Equal(["registry"], options.Workers.ImagePullSecrets);
        Assert.Equal("1Gi", options.Workers.Resources?.GetProperty("limits").GetProperty("memory").GetString());
        Assert.Null(options.Workers.FsGroup);
        Assert.Equal(["10.0.0.0/8"], options.Workers.Egress.AllowedCidrs);
        Assert.Equal("""{"name":"HTTPS_PROXY","value":"http://proxy:3128"}""", JsonNode.Parse(Assert.Single(options.Workers.ExtraEnv).GetRawText())?.ToJsonString());
        Assert.False(options.NetworkPolicy.Enabled);
        Assert.Contains("shop", Assert.Single(options.NetworkPolicy.IngestFrom).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("monitoring", Assert.Single(options.NetworkPolicy.MetricsFrom).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("0.0.0.0/0", Assert.Single(options.NetworkPolicy.Egress ?? []).GetRawText(), StringComparison.Ordinal);
        Assert.Equal((false, "5s", "prom"), (options.PodMonitor.Enabled, options.PodMonitor.Interval, options.PodMonitor.Labels["release"]));
    }

    [Fact]
    public async Task Probes_OfThePod_AskThePortThatTheOperatorOpens()
    {
        var container = (await Helm.RenderAsync()).Container;
        var options = await ReadAsync();

        Assert.Equal(options.ManagementPort, At(container, "ports", 0, "containerPort").GetValue<int>());
        Assert.Equal(("/healthz", "metrics"), (Text(container, "livenessProbe", "httpGet", "path"), Text(container, "livenessProbe", "httpGet", "port")));
        Assert.Equal(("/readyz", "metrics"), (Text(container, "readinessProbe", "httpGet", "path"), Text(container, "readinessProbe", "httpGet", "port")));
    }

    [Fact]
    public void ChartVersions_AreThoseOfThePrograms()
    {
        var version = XDocument.Load(RepositoryRoot.At("Directory.Build.props")).Descendants("Version").Single().Value;
        var chart = Assert.Single(YamlDocuments.Parse(File.ReadAllText(Path.Combine(Helm.ChartFolder, "Chart.yaml"))));

        Assert.Equal(version, Text(chart, "appVersion"));
        var images = Assert.Single(YamlDocuments.Parse(Text(chart, "annotations", "artifacthub.io/images"))).AsArray();
        Assert.Equal(
            [$"ghcr.io/extensible-webhooks/operator:{version}", $"ghcr.io/extensible-webhooks/worker:{version}"],
            images.Select(image => image?["image"]?.GetValue<string>()));
    }

    private static async Task<ManagerOptions> ReadAsync(params string[] settings) =>
        Parse(Text((await Helm.RenderAsync(settings)).Single("ConfigMap"), "data", "config.json"));

    private static ManagerOptions Parse(string json)
    {
        var result = OptionsReader.Parse(Encoding.UTF8.GetBytes(json));
        Assert.Empty(result.Problems);
        return Assert.IsType<ManagerOptions>(result.Options);
    }

    /// <summary>As JSON, without the resources: the chart names what the operator has as its default.</summary>
    private static string Comparable(ManagerOptions options) =>
        JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(options with { Workers = options.Workers with { Resources = null } }))?.ToJsonString() ?? "";
}
