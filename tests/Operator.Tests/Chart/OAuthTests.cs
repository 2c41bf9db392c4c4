using System.Text.Json.Nodes;
using static ExtensibleWebhooks.Operator.Tests.Chart.RenderedChart;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>What may be shown to the world leads to the connect pages, and to nothing else of the operator.</summary>
public sealed class OAuthTests
{
    private const string Name = $"{Helm.Release}-oauth";

    [Fact]
    public async Task Service_OfTheConnectPages_ReachesTheirPortOnly()
    {
        var rendered = await Helm.RenderAsync("oauth.service.type=LoadBalancer", "oauth.service.port=80", "oauth.service.annotations.a=b");
        var service = rendered.Named("Service", Name);

        var port = Assert.Single(At(service, "spec", "ports").AsArray());
        Assert.Equal(("LoadBalancer", 80, "oauth"), (Text(service, "spec", "type"), port?["port"]?.GetValue<int>(), port?["targetPort"]?.GetValue<string>()));
        Assert.Equal("b", Text(service, "metadata", "annotations", "a"));
        var container = At(rendered.Container, "ports").AsArray().Single(candidate => candidate?["name"]?.GetValue<string>() == "oauth");
        Assert.Equal(8082, container?["containerPort"]?.GetValue<int>());
    }

    [Fact]
    public async Task Ingress_OfAHost_LeadsOnePathToTheService()
    {
        var ingress = (await Helm.RenderAsync(
            "oauth.ingress.enabled=true", "oauth.ingress.host=hooks.example", "oauth.ingress.className=nginx", "oauth.ingress.tls[0].secretName=hooks-tls")).Single("Ingress");

        var rule = Assert.Single(At(ingress, "spec", "rules").AsArray());
        Assert.Equal("hooks.example", rule?["host"]?.GetValue<string>());
        var path = Assert.Single(At(rule ?? new JsonObject(), "http", "paths").AsArray()) ?? new JsonObject();
        Assert.Equal(("/oauth", "Prefix", Name, "oauth"), (Text(path, "path"), Text(path, "pathType"), Text(path, "backend", "service", "name"), Text(path, "backend", "service", "port", "name")));
        Assert.Equal(("nginx", "hooks-tls"), (Text(ingress, "spec", "ingressClassName"), Text(ingress, "spec", "tls", 0, "secretName")));
    }

    [Theory]
    [InlineData("http://localhost:8082", "oauth.service.port=80")]
    [InlineData("http://hooks.example", "oauth.ingress.enabled=true", "oauth.ingress.host=hooks.example")]
    [InlineData("https://hooks.example", "oauth.ingress.enabled=true", "oauth.ingress.host=hooks.example", "oauth.ingress.tls[0].secretName=a")]
    [InlineData("https://other.example", "oauth.ingress.enabled=true", "oauth.ingress.host=hooks.example", "oauth.externalUrl=https://other.example/")]
    public async Task ExternalUrl_WhereNoneIsNamed_IsTheIngresss(string expected, params string[] settings)
    {
        var config = JsonNode.Parse(Text((await Helm.RenderAsync(settings)).Single("ConfigMap"), "data", "config.json"));

        Assert.Equal(expected, config?["oauth"]?["externalUrl"]?.GetValue<string>());
    }

    [Fact]
    public async Task NetworkPolicy_OfTheOperator_LetsInWhomTheValuesName()
    {
        var rendered = await Helm.RenderAsync("operator.networkPolicy.oauthFrom[0].podSelector.matchLabels.app=proxy");

        var rule = Assert.Single(At(rendered.Single("NetworkPolicy"), "spec", "ingress").AsArray(), rule => rule?["ports"]?[0]?["port"]?.GetValue<string>() == "oauth");
        Assert.Equal("""[{"podSelector":{"matchLabels":{"app":"proxy"}}}]""", rule?["from"]?.ToJsonString());
    }

    [Fact]
    public async Task ConnectPages_SwitchedOff_LeaveNoPort()
    {
        var rendered = await Helm.RenderAsync("oauth.enabled=false", "oauth.ingress.enabled=true");

        Assert.DoesNotContain("8082", rendered.Pod.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"oauth\"", rendered.Single("NetworkPolicy").ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingress_WithoutTls_IsWarnedAbout()
    {
        Assert.Contains("WARNING: oauth.ingress.tls is empty", await Helm.NotesAsync("oauth.ingress.enabled=true", "oauth.ingress.host=a.example"), StringComparison.Ordinal);
    }
}
