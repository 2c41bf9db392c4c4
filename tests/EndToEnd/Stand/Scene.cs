using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Cluster.Installation;
using ExtensibleWebhooks.Cluster.Providers;
using ExtensibleWebhooks.Support.Commands;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>A namespace for one test, with a receiver http://echo:8081 in it.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private const int ManagementPort = 9090;

    private Scene(ICluster cluster, string within, Receiver receiver)
    {
        Cluster = cluster;
        Namespace = within;
        Receiver = receiver;
    }

    public ICluster Cluster { get; }

    public string Namespace { get; }

    public Receiver Receiver { get; }

    public Kubectl Kubectl => Cluster.Kubectl;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <param name="cluster">Up.</param>
    /// <param name="images">The product's.</param>
    /// <param name="name">The namespace; made anew.</param>
    /// <param name="isChecked">False: admission lets pass whatever is applied there.</param>
    public static async Task<Scene> CreateAsync(ICluster cluster, ProductImages images, string name, bool isChecked)
    {
        await cluster.Kubectl.RunAsync(["delete", "namespace", name, "--ignore-not-found", "--wait"], Cancelled);
        await (cluster.Kubectl.ToCommand(["create", "-f", "-"]) with { Input = Manifests.Namespace(name, isChecked) }).RunAsync(Cancelled);
        await EchoDeployment.ApplyAsync(cluster, name, images.Operator, "json", Cancelled);
        await EchoDeployment.WaitAsync(cluster, name, Cancelled);
        return new Scene(cluster, name, Receiver.Follow(cluster.Kubectl, name));
    }

    /// <summary><c>kubectl -n NAMESPACE ARGUMENTS</c>.</summary>
    public Task<string> KubectlAsync(params string[] arguments) => Kubectl.RunAsync(["-n", Namespace, .. arguments], Cancelled);

    /// <summary><c>kubectl apply -f -</c>, as a user does it.</summary>
    public Task<CommandResult> TryApplyAsync(string manifests, params string[] arguments) =>
        (Kubectl.ToCommand(["-n", Namespace, "apply", "-f", "-", .. arguments]) with { Input = manifests }).TryRunAsync(Cancelled);

    /// <summary>As <see cref="TryApplyAsync"/>; it must succeed.</summary>
    public async Task ApplyAsync(string manifests)
    {
        var result = await TryApplyAsync(manifests);
        Assert.True(result.Succeeded, result.Error);
    }

    public Task PatchAsync(string target, string mergePatch) => KubectlAsync("patch", target, "--type", "merge", "-p", mergePatch);

    /// <summary>kind/name; null where there is none.</summary>
    public Task<JsonNode?> GetAsync(string target) => Kubectl.GetAsync(["-n", Namespace, target], Cancelled);

    /// <summary>A value of a Secret.</summary>
    public async Task<string> SecretAsync(string name, string key) => Encoding.UTF8.GetString(Convert.FromBase64String(
        (await GetAsync($"secret/{name}"))?["data"]?[key]?.GetValue<string>() ?? throw new InvalidOperationException($"There is no key {key} in Secret {name}")));

    /// <summary>Returns when every object is ready for its newest generation.</summary>
    public async Task ReadyAsync(params string[] targets)
    {
        foreach (var target in targets)
        {
            await ConditionAsync(target, "Ready", "True");
        }
    }

    /// <summary>The condition, once it has this status and speaks of the object's newest generation.</summary>
    public Task<JsonNode> ConditionAsync(string target, string type, string status) =>
        Poll.FindAsync($"{target} {type}={status}", async _ =>
        {
            var found = await GetAsync(target);
            var condition = found?["status"]?["conditions"]?.AsArray().FirstOrDefault(condition => condition?["type"]?.GetValue<string>() == type);
            var isNow = (long?)condition?["observedGeneration"] == (long?)found?["metadata"]?["generation"];
            return isNow && condition?["status"]?.GetValue<string>() == status ? condition : null;
        });

    /// <summary>The worker pods with their restarts: the same text before and after means that nothing was restarted.</summary>
    public Task<string> PodsAsync() => KubectlAsync(
        "get", "pods", "-l", "app.kubernetes.io/part-of=extensible-webhooks", "-o", "jsonpath={range .items[*]}{.metadata.uid} {.status.containerStatuses[*].restartCount}\n{end}");

    public Task<EventSender> SenderAsync(string source) => EventSender.StartAsync(Kubectl, Namespace, source, Cancelled);

    /// <summary>All dead letters of a source's worker.</summary>
    public async Task<IReadOnlyList<JsonNode>> DeadLettersAsync(string source)
    {
        await using var forward = await PortForward.StartAsync(Kubectl, Namespace, $"pod/{source}-worker-0", ManagementPort, Cancelled);
        using var client = new HttpClient { BaseAddress = forward.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await SecretAsync($"{source}-worker", "inspect-token"));
        var lines = await client.GetStringAsync("inspect/v1/dead-letters/export", Cancelled);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)).OfType<JsonNode>()];
    }

    public async ValueTask DisposeAsync()
    {
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        if (failed)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(await Diagnosis.OfAsync(Kubectl, Namespace));
        }

        await Receiver.DisposeAsync();
        await Kubectl.TryRunAsync(["delete", "namespace", Namespace, "--wait=false"], CancellationToken.None);
    }
}
