using System.Text.Json;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Desired;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Desired;

/// <summary>A worker pod has no way to the API server: no token, no account of its own, and only the volumes that it needs.</summary>
public class WorkerPodTests
{
    [Fact]
    public void Pod_OfAnySource_HoldsNoTokenOfTheApiServer()
    {
        var pod = Pod(new PodTemplateSpec());

        Assert.False(pod.GetProperty("automountServiceAccountToken").GetBoolean());
        Assert.False(pod.GetProperty("enableServiceLinks").GetBoolean());
        Assert.False(pod.TryGetProperty("serviceAccountName", out _));
        Assert.Equal(["config secret", "tmp emptyDir"], VolumesOf(pod));
        Assert.Equal("shop-worker", pod.GetProperty("volumes")[0].GetProperty("secret").GetProperty("secretName").GetString());
        Assert.Single(pod.GetProperty("containers").EnumerateArray());
    }

    [Fact]
    public void Pod_WithAllThatATemplateCanAsk_HoldsNoMore()
    {
        var plain = Pod(new PodTemplateSpec());
        using var affinity = JsonDocument.Parse("""{"serviceAccountName": "admin"}""");

        var pod = Pod(new PodTemplateSpec
        {
            Labels = new Dictionary<string, string> { ["a"] = "b" },
            Annotations = new Dictionary<string, string> { ["automountServiceAccountToken"] = "true" },
            NodeSelector = new Dictionary<string, string> { ["a"] = "b" },
            Tolerations = [affinity.RootElement],
            Affinity = affinity.RootElement,
            ImagePullSecrets = ["registry"],
            PriorityClassName = "high",
        });

        string[] added = ["affinity", "imagePullSecrets", "nodeSelector", "priorityClassName", "tolerations"];
        Assert.Equal(added, pod.EnumerateObject().Select(member => member.Name).Except(plain.EnumerateObject().Select(member => member.Name)).Order());
        foreach (var member in plain.EnumerateObject())
        {
            Assert.Equal(member.Value.GetRawText(), pod.GetProperty(member.Name).GetRawText());
        }
    }

    [Fact]
    public void Environment_OfTheAdministrator_ComesOnTop_AndReplacesTheRuntimes()
    {
        using var extra = JsonDocument.Parse("""[{"name":"HTTPS_PROXY","value":"http://proxy:3128"},{"name":"DOTNET_EnableDiagnostics","value":"1"}]""");

        var variables = Pod(new PodTemplateSpec(), [.. extra.RootElement.EnumerateArray()]).GetProperty("containers")[0].GetProperty("env").EnumerateArray()
            .ToDictionary(variable => variable.GetProperty("name").GetString() ?? "", variable => variable.GetProperty("value").GetString());

        Assert.Equal(["DOTNET_EnableDiagnostics", "HTTPS_PROXY", "WEBHOOKS_CONFIG", "WEBHOOKS_DATA", "WEBHOOKS_EGRESS_ALLOWED"], variables.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("http://proxy:3128", "1"), (variables["HTTPS_PROXY"], variables["DOTNET_EnableDiagnostics"]));
    }

    private static JsonElement Pod(PodTemplateSpec template, IReadOnlyList<JsonElement>? extraEnv = null)
    {
        var source = new EventSource
        {
            Metadata = new() { Name = "shop", NamespaceProperty = "ns", Uid = "1" },
            Spec = new EventSourceSpec { Workers = new WorkersSpec { PodTemplate = template } },
        };
        var document = WorkerStatefulSet.Of(source, new WorkerOptions { Image = "worker:test", ExtraEnv = extraEnv ?? [] }).Document;
        return JsonSerializer.SerializeToElement(document).GetProperty("spec").GetProperty("template").GetProperty("spec");
    }

    private static IEnumerable<string> VolumesOf(JsonElement pod) =>
        from volume in pod.GetProperty("volumes").EnumerateArray()
        select $"{volume.GetProperty("name").GetString()} {volume.EnumerateObject().Single(member => member.Name != "name").Name}";
}
