using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>A real API server takes what the chart renders for its version, by server-side apply as Helm 4 does it.</summary>
public sealed class ServerTests : IAsyncDisposable
{
    private readonly ApiServer _server = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_WithEverySwitchOn_AreTakenByTheServer()
    {
        var reason = await ApiServer.WhyNotHereAsync(Cancelled);
        Assert.SkipWhen(reason is not null, reason ?? "");
        await _server.StartAsync(Cancelled);
        foreach (var name in new[] { Helm.Namespace, "a" })
        {
            await _server.Kubectl.RunAsync(["create", "namespace", name], Cancelled);
        }

        var version = JsonNode.Parse(await _server.Kubectl.RunAsync(["get", "--raw", "/version"], Cancelled))?["gitVersion"]?.GetValue<string>() ?? "";
        foreach (var scope in new[] { "watchNamespaces={a}", "crds.keep=true" })
        {
            var rendered = await Helm.TemplateAsync(
                "helm", ["--kube-version", version], scope, "operator.replicas=2", "admission.failurePolicy=Fail", "operator.networkPolicy.metricsFrom[0].podSelector.matchLabels.app=prometheus",
                "operator.networkPolicy.oauthFrom[0].podSelector.matchLabels.app=proxy", "oauth.service.type=NodePort", "oauth.ingress.enabled=true", "oauth.ingress.host=hooks.example",
                "oauth.ingress.className=nginx", "oauth.ingress.tls[0].secretName=hooks-tls", "oauth.ingress.tls[0].hosts[0]=hooks.example",
                "operator.extraEnv[0].name=A", "operator.extraEnv[0].value=b", "operator.tolerations[0].key=a", "operator.tolerations[0].operator=Exists");
            Assert.True(rendered.Succeeded, rendered.Error);

            await _server.Kubectl.ApplyAsync(rendered.Output, Cancelled);
        }

        var definitions = await _server.Kubectl.RunAsync(["get", "customresourcedefinitions", "-o", "name"], Cancelled);
        Assert.Equal(Kinds.All.Count, definitions.Split('\n').Length);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
