using System.Text.Json.Nodes;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>What tests of tokens look at.</summary>
internal static class OAuthNamespaces
{
    public static Task<string> CredentialsAsync(this TestNamespace ns, string status, string reason, string destination = "crm") =>
        ns.ConditionAsync("webhookdestination", destination, "CredentialsReady", status, reason);

    public static async Task<JsonNode?> StatusAsync(this TestNamespace ns, string destination = "crm") => (await ns.GetAsync("webhookdestination", destination))?["status"]?["credentials"];

    public static async Task<Uri> ConnectUrlAsync(this TestNamespace ns, string destination = "crm") =>
        new((string?)(await ns.StatusAsync(destination))?["connectUrl"] ?? throw new InvalidOperationException("no connectUrl"));

    /// <summary>The access token that the worker is told.</summary>
    public static Task<string?> WorkersTokenAsync(this TestNamespace ns, string destination = "crm") => ns.FileAsync("shop-worker", $"token.{destination}");

    /// <summary>Waits for the worker's token to be another one than that given, and the stored one.</summary>
    public static async Task<string> NewTokenAsync(this TestNamespace ns, string? other = null)
    {
        string? token = null;
        await TestNamespace.EventuallyAsync("a new token in the worker's Secret", async () =>
        {
            token = await ns.WorkersTokenAsync();
            return token is not null && token != other && token == await ns.FileAsync("crm-oauth", "accessToken");
        });
        return token ?? "";
    }

    /// <summary>There is no kubelet: the StatefulSet is told that its pod is ready, and the worker's place is taken by the fake one.</summary>
    public static async Task WorkerIsReadyAsync(this TestNamespace ns, RunningOperator running)
    {
        await TestNamespace.EventuallyAsync("the StatefulSet", async () => await ns.GetAsync("statefulset", "shop-worker") is not null);
        await ns.RunAsync("patch", "statefulset", "shop-worker", "--subresource", "status", "--type", "merge", "-p", """{"status":{"replicas":1,"readyReplicas":1}}""");
        running.Worker.Token = await ns.FileAsync("shop-worker", "inspect-token");
    }
}
