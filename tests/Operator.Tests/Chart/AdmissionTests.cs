using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Runtime.Admission;
using static ExtensibleWebhooks.Operator.Tests.Chart.RenderedChart;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>The configuration that the API server calls the operator by leads to it, asks about our kinds, and leaves caBundle to the operator.</summary>
public sealed class AdmissionTests
{
    [Fact]
    public async Task Webhook_ByDefault_AsksAboutEveryKindAndIgnoresAnAbsentOperator()
    {
        var rendered = await Helm.RenderAsync();

        var webhook = Assert.Single(At(rendered.Single("ValidatingWebhookConfiguration"), "webhooks").AsArray());
        Assert.NotNull(webhook);
        Assert.Equal(Kinds.All.Select(kind => kind.Plural).Order(), At(webhook, "rules", 0, "resources").AsArray().Select(item => item?.GetValue<string>()).Order());
        Assert.Equal((ApiGroup.Name, ApiGroup.Version), (Text(webhook, "rules", 0, "apiGroups", 0), Text(webhook, "rules", 0, "apiVersions", 0)));
        Assert.Equal("Namespaced", Text(webhook, "rules", 0, "scope"));
        Assert.Equal(("Ignore", "Equivalent", "None"), (Text(webhook, "failurePolicy"), Text(webhook, "matchPolicy"), Text(webhook, "sideEffects")));
        Assert.Equal(5, At(webhook, "timeoutSeconds").GetValue<int>());
        Assert.Null(Find(webhook, "clientConfig", "caBundle"));
    }

    [Fact]
    public async Task Webhook_ThroughTheService_ReachesTheOperatorsPort()
    {
        var rendered = await Helm.RenderAsync("fullnameOverride=hooks");
        var client = At(Assert.Single(At(rendered.Single("ValidatingWebhookConfiguration"), "webhooks").AsArray()) ?? new JsonObject(), "clientConfig", "service");
        var service = rendered.Named("Service", "hooks");

        Assert.Equal((Text(service, "metadata", "namespace"), Text(service, "metadata", "name")), (Text(client, "namespace"), Text(client, "name")));
        Assert.Equal(AdmissionEndpoint.Path, Text(client, "path"));
        var port = At(service, "spec", "ports").AsArray().Single(port => port?["port"]?.GetValue<int>() == At(client, "port").GetValue<int>());
        var container = At(rendered.Container, "ports").AsArray().Single(candidate => candidate?["name"]?.GetValue<string>() == port?["targetPort"]?.GetValue<string>());
        Assert.Equal(9443, container?["containerPort"]?.GetValue<int>());
        Assert.Contains(At(rendered.Single("NetworkPolicy"), "spec", "ingress").AsArray(), rule => rule?["ports"]?[0]?["port"]?.GetValue<string>() == "admission");
    }

    [Theory]
    [InlineData("1.20.2", """[{"key":"webhooks.extensible.dev/disable-validation","operator":"NotIn","values":["true"]}]""")]
    [InlineData("1.21.0", """[{"key":"webhooks.extensible.dev/disable-validation","operator":"NotIn","values":["true"]},{"key":"kubernetes.io/metadata.name","operator":"In","values":["a","b"]}]""")]
    public async Task Webhook_OfWatchedNamespaces_SelectsThemWhereTheyAreLabelled(string version, string expected)
    {
        var rendered = await Helm.RenderAsync("helm", ["--kube-version", version], "watchNamespaces={a,b}");

        var webhook = At(rendered.Single("ValidatingWebhookConfiguration"), "webhooks", 0);
        Assert.Equal(expected, At(webhook, "namespaceSelector", "matchExpressions").ToJsonString());
    }

    [Fact]
    public async Task Admission_SwitchedOff_LeavesNoPort()
    {
        var rendered = await Helm.RenderAsync("admission.enabled=false");

        Assert.DoesNotContain("9443", rendered.Pod.ToJsonString(), StringComparison.Ordinal);
        Assert.Single(At(rendered.Named("Service", Helm.Release), "spec", "ports").AsArray());
        Assert.DoesNotContain("\"admission\"", At(rendered.Single("NetworkPolicy"), "spec", "ingress").ToJsonString(), StringComparison.Ordinal);
    }
}
