using System.Text.Json.Nodes;
using static ExtensibleWebhooks.Operator.Tests.Chart.RenderedChart;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>The restricted Pod Security Standard, and a read-only root, for the operator's pod whatever the values are.</summary>
public sealed class PodSecurityTests
{
    public static TheoryData<string[]> Settings => new(
        [],
        ["operator.replicas=3", "watchNamespaces={a}"],
        ["operator.extraEnv[0].name=A", "operator.extraEnv[0].value=b", "imagePullSecrets[0].name=registry", "operator.priorityClassName=high"]);

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Pod_WithAnyValues_HoldsToTheRestrictedStandard(string[] settings)
    {
        var rendered = await Helm.RenderAsync(settings);

        Assert.Empty(ViolationsOf(At(rendered.Pod, "spec")));
    }

    [Theory]
    [InlineData("hostNetwork", "true")]
    [InlineData("securityContext", """{"runAsNonRoot": false, "seccompProfile": {"type": "RuntimeDefault"}}""")]
    [InlineData("securityContext", """{"runAsNonRoot": true}""")]
    [InlineData("volumes", """[{"name": "host", "hostPath": {"path": "/"}}]""")]
    [InlineData("containers", """[{"name": "operator"}]""")]
    public async Task Pod_ThatBreaksTheStandard_IsSeenToBreakIt(string member, string value)
    {
        var pod = At((await Helm.RenderAsync()).Pod, "spec").AsObject();

        pod[member] = JsonNode.Parse(value);

        Assert.NotEmpty(ViolationsOf(pod));
    }

    /// <summary>As https://kubernetes.io/docs/concepts/security/pod-security-standards lists them, for what this chart can render, and the read-only root.</summary>
    private static IEnumerable<string> ViolationsOf(JsonNode pod)
    {
        foreach (var member in new[] { "hostNetwork", "hostPID", "hostIPC" })
        {
            if (Find(pod, member) is not null)
            {
                yield return member;
            }
        }

        if (Find(pod, "securityContext", "runAsNonRoot")?.GetValue<bool>() is not true)
        {
            yield return "securityContext.runAsNonRoot";
        }

        if (Find(pod, "securityContext", "seccompProfile", "type")?.GetValue<string>() is not ("RuntimeDefault" or "Localhost"))
        {
            yield return "securityContext.seccompProfile";
        }

        string[] allowed = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];
        foreach (var volume in Find(pod, "volumes")?.AsArray() ?? [])
        {
            foreach (var (kind, _) in (volume?.AsObject() ?? []).Where(member => member.Key != "name" && !allowed.Contains(member.Key)))
            {
                yield return $"volume {kind}";
            }
        }

        foreach (var container in (Find(pod, "containers")?.AsArray() ?? []).Concat(Find(pod, "initContainers")?.AsArray() ?? []))
        {
            var context = Find(container, "securityContext");
            if (Find(context, "allowPrivilegeEscalation")?.GetValue<bool>() is not false)
            {
                yield return "allowPrivilegeEscalation";
            }

            if (Find(context, "readOnlyRootFilesystem")?.GetValue<bool>() is not true)
            {
                yield return "readOnlyRootFilesystem";
            }

            if (Find(context, "capabilities")?.ToJsonString() is not """{"drop":["ALL"]}""")
            {
                yield return "capabilities";
            }

            if (Find(context, "privileged") is not null || Find(context, "runAsUser")?.GetValue<int>() is 0 || Find(context, "runAsNonRoot")?.GetValue<bool>() is false)
            {
                yield return "privileged or root";
            }
        }
    }
}
