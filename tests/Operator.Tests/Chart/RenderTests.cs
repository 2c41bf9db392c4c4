using System.Text.Json.Nodes;
using static ExtensibleWebhooks.Operator.Tests.Chart.RenderedChart;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>What comes out of the chart, by default and with each switch.</summary>
public sealed class RenderTests
{
    private static readonly string[] Default =
    [
        "ClusterRole extensible-webhooks",
        "ClusterRole extensible-webhooks-admission",
        "ClusterRole extensible-webhooks-edit",
        "ClusterRole extensible-webhooks-view",
        "ClusterRoleBinding extensible-webhooks",
        "ClusterRoleBinding extensible-webhooks-admission",
        "ConfigMap webhooks-system/extensible-webhooks",
        "Deployment webhooks-system/extensible-webhooks",
        "NetworkPolicy webhooks-system/extensible-webhooks",
        "Role webhooks-system/extensible-webhooks-admission",
        "Role webhooks-system/extensible-webhooks-leader",
        "Role webhooks-system/extensible-webhooks-oauth",
        "RoleBinding webhooks-system/extensible-webhooks-admission",
        "RoleBinding webhooks-system/extensible-webhooks-leader",
        "RoleBinding webhooks-system/extensible-webhooks-oauth",
        "Service webhooks-system/extensible-webhooks",
        "Service webhooks-system/extensible-webhooks-oauth",
        "ServiceAccount webhooks-system/extensible-webhooks",
        "ValidatingWebhookConfiguration extensible-webhooks",
    ];

    /// <summary>What lets the operator keep its certificates.</summary>
    private static readonly string[] AdmissionRoles =
    [
        "-ClusterRole extensible-webhooks-admission", "-ClusterRoleBinding extensible-webhooks-admission",
        "-Role webhooks-system/extensible-webhooks-admission", "-RoleBinding webhooks-system/extensible-webhooks-admission",
    ];

    /// <summary>What lets every replica read, and the first one make, the key of the connect pages.</summary>
    private static readonly string[] OAuthRoles = ["-Role webhooks-system/extensible-webhooks-oauth", "-RoleBinding webhooks-system/extensible-webhooks-oauth"];

    public static TheoryData<string> Majors => [.. Helm.Majors];

    /// <summary>A switch, and the objects that it adds (+) to the default or takes (-) from it.</summary>
    public static TheoryData<string[], string[]> Switches => new()
    {
        { ["serviceAccount.create=false"], ["-ServiceAccount webhooks-system/extensible-webhooks"] },
        { ["operator.networkPolicy.enabled=false"], ["-NetworkPolicy webhooks-system/extensible-webhooks"] },
        { ["operator.replicas=2"], ["+PodDisruptionBudget webhooks-system/extensible-webhooks"] },
        { ["operator.replicas=2", "operator.podDisruptionBudget.enabled=false"], [] },
        { ["rbac.aggregateToView=false"], ["-ClusterRole extensible-webhooks-view"] },
        { ["rbac.aggregateToEdit=false"], ["-ClusterRole extensible-webhooks-edit"] },
        {
            ["rbac.create=false"],
            [
                "-ClusterRole extensible-webhooks", "-ClusterRoleBinding extensible-webhooks",
                "-Role webhooks-system/extensible-webhooks-leader", "-RoleBinding webhooks-system/extensible-webhooks-leader",
                .. AdmissionRoles, .. OAuthRoles,
            ]
        },
        { ["oauth.enabled=false"], [.. OAuthRoles, "-Service webhooks-system/extensible-webhooks-oauth"] },
        { ["oauth.ingress.enabled=true", "oauth.ingress.host=a.example"], ["+Ingress webhooks-system/extensible-webhooks-oauth"] },
        { ["admission.enabled=false"], [.. AdmissionRoles, "-ValidatingWebhookConfiguration extensible-webhooks"] },
        {
            ["watchNamespaces={a,b}"],
            [
                "-ClusterRole extensible-webhooks", "-ClusterRoleBinding extensible-webhooks",
                "+Role a/extensible-webhooks", "+RoleBinding a/extensible-webhooks", "+Role b/extensible-webhooks", "+RoleBinding b/extensible-webhooks",
            ]
        },
        { ["monitoring.operator=PodMonitor"], [] },
        { ["monitoring.operator=PodMonitor", "monitoring.whenMissing=Render"], ["+PodMonitor webhooks-system/extensible-webhooks"] },
        { ["monitoring.operator=ServiceMonitor", "monitoring.whenMissing=Render"], ["+ServiceMonitor webhooks-system/extensible-webhooks"] },
    };

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Chart_Linted_HasNothingToSay(string major)
    {
        var result = await Helm.RunAsync(major, ["lint", "--strict", Helm.ChartFolder]);

        Assert.True(result.Succeeded, result.Output + result.Error);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Chart_ByDefault_RendersTheOperatorAndNothingElse(string major)
    {
        var rendered = await Helm.RenderAsync(major, [], "crds.enabled=false");

        Assert.Equal(Default, rendered.Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public async Task Switch_Turned_AddsAndTakesItsObjectsOnly(string[] settings, string[] changes)
    {
        var expected = Default
            .Except(changes.Where(change => change[0] == '-').Select(change => change[1..]))
            .Concat(changes.Where(change => change[0] == '+').Select(change => change[1..]));

        var rendered = await Helm.RenderAsync([.. settings, "crds.enabled=false"]);

        Assert.Equal(expected.Order(StringComparer.Ordinal), rendered.Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("1.20.2", "policy/v1beta1")]
    [InlineData("1.21.0", "policy/v1")]
    [InlineData("1.36.0", "policy/v1")]
    [InlineData("v1.35.2-gke.100", "policy/v1")]
    public async Task DisruptionBudget_OnAVersion_HasItsApi(string version, string api)
    {
        var rendered = await Helm.RenderAsync("helm", ["--kube-version", version], "operator.replicas=2");

        Assert.Equal(api, Text(rendered.Single("PodDisruptionBudget"), "apiVersion"));
    }

    [Fact]
    public async Task Chart_OnAnOlderKubernetes_IsRefused()
    {
        var result = await Helm.TemplateAsync("helm", ["--kube-version", "1.19.9"]);

        Assert.Contains("kubeVersion", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PodMonitor", "podMetricsEndpoints")]
    [InlineData("ServiceMonitor", "endpoints")]
    public async Task Monitor_WhereTheClusterHasTheKind_SelectsTheOperator(string kind, string endpoints)
    {
        var rendered = await Helm.RenderAsync("helm", ["--api-versions", $"monitoring.coreos.com/v1/{kind}"], $"monitoring.operator={kind}", "monitoring.labels.release=prom");

        var monitor = rendered.Single(kind);
        Assert.Equal("prom", Text(monitor, "metadata", "labels", "release"));
        Assert.Equal("metrics", Text(monitor, "spec", endpoints, 0, "port"));
        AssertSelects(At(monitor, "spec", "selector", "matchLabels"), At(kind == "PodMonitor" ? rendered.Pod : rendered.Named("Service", Helm.Release), "metadata", "labels"));
    }

    [Fact]
    public async Task Monitor_WhereTheClusterLacksTheKindAndThatFails_SaysWhatToDo()
    {
        var result = await Helm.TemplateAsync("helm", [], "monitoring.operator=PodMonitor", "monitoring.whenMissing=Fail");

        Assert.False(result.Succeeded);
        Assert.Contains("set monitoring.operator=None or monitoring.whenMissing=Skip", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Selectors_OfEveryObject_ChooseTheOperatorsPod()
    {
        var rendered = await Helm.RenderAsync("operator.replicas=2", "commonLabels.team=a", "nameOverride=hooks");
        var labels = At(rendered.Pod, "metadata", "labels");

        AssertSelects(At(rendered.Single("Deployment"), "spec", "selector", "matchLabels"), labels);
        AssertSelects(At(rendered.Named("Service", Helm.Release), "spec", "selector"), labels);
        AssertSelects(At(rendered.Single("NetworkPolicy"), "spec", "podSelector", "matchLabels"), labels);
        AssertSelects(At(rendered.Single("PodDisruptionBudget"), "spec", "selector", "matchLabels"), labels);
        Assert.All(rendered.Objects, item => Assert.Equal("a", Text(item, "metadata", "labels", "team")));
    }

    [Fact]
    public async Task Image_WithADigest_IgnoresTheTag()
    {
        var digest = "sha256:" + new string('a', 64);

        var rendered = await Helm.RenderAsync("operator.image.tag=1.2.3", $"operator.image.digest={digest}", "operator.image.registry=localhost:5000");

        Assert.Equal($"localhost:5000/extensible-webhooks/operator@{digest}", Text(rendered.Container, "image"));
    }

    [Fact]
    public async Task Names_OfALongRelease_StayWithinALabel()
    {
        var rendered = await Helm.RenderAsync($"fullnameOverride={new string('n', 52)}", "operator.replicas=2");

        Assert.All(rendered.Objects, item => Assert.InRange(Text(item, "metadata", "name").Length, 1, 63));
    }

    [Fact]
    public async Task Pod_OfAChangedConfiguration_IsRolled()
    {
        var before = await Helm.RenderAsync("operator.log.level=Debug");
        var after = await Helm.RenderAsync("operator.log.level=Information");

        Assert.NotEqual(Checksum(before), Checksum(after));

        static string Checksum(RenderedChart rendered) => Text(rendered.Pod, "metadata", "annotations", "checksum/config");
    }

    private static void AssertSelects(JsonNode selector, JsonNode labels) =>
        Assert.All(selector.AsObject(), wanted => Assert.Equal(wanted.Value?.GetValue<string>(), Text(labels, wanted.Key)));
}
