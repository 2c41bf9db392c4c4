using System.Text;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

/// <summary>A namespace of one test, seen as a user sees it.</summary>
public sealed class TestNamespace(OperatorCluster cluster, string name)
{
    public string Name => name;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public Task ApplyAsync(string yaml) =>
        (cluster.Kubectl.ToCommand(["apply", "--server-side", "--force-conflicts", "-n", name, "-f", "-"]) with { Input = yaml }).RunAsync(Cancelled);

    public Task RunAsync(params IReadOnlyList<string> arguments) => cluster.Kubectl.RunAsync([.. arguments, "-n", name], Cancelled);

    public Task<JsonNode?> GetAsync(params IReadOnlyList<string> arguments) => cluster.Kubectl.GetAsync([.. arguments, "-n", name], Cancelled);

    /// <summary>Waits for a condition to say so, and gives its message.</summary>
    public async Task<string> ConditionAsync(string kind, string objectName, string type, string status, string reason)
    {
        JsonNode? found = null;
        await EventuallyAsync($"{kind} {objectName} to be {type}={status} {reason}", async () =>
        {
            var entity = await GetAsync(kind, objectName);
            var conditions = entity?["status"]?["conditions"] as JsonArray ?? [];
            found = conditions.FirstOrDefault(condition => (string?)condition?["type"] == type);
            var isCurrent = (long?)found?["observedGeneration"] == (long?)entity?["metadata"]?["generation"];
            return isCurrent && (string?)found?["status"] == status && (string?)found?["reason"] == reason;
        });
        return (string?)found?["message"] ?? "";
    }

    /// <summary>A file of a Secret as text; null where there is none.</summary>
    public async Task<string?> FileAsync(string secret, string file)
    {
        var value = (string?)(await GetAsync("secret", secret))?["data"]?[file];
        return value is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(value));
    }

    /// <summary>Waits for config.json of a source's worker to fit.</summary>
    public Task ConfigAsync(string source, string what, Func<string, bool> fits) =>
        EventuallyAsync(what, async () => await FileAsync($"{source}-worker", "config.json") is { } config && fits(config));

    public static Task EventuallyAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(condition, what, Cancelled);
}
