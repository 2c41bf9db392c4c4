using System.Net.Http.Headers;
using ExtensibleWebhooks.Cluster.Installation;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>All that can be read of a run by somebody who may not read Secrets: a name and a text each.</summary>
internal static class Surfaces
{
    private const int ManagementPort = 9090;
    private const int OperatorPort = 8080;

    private static readonly string[] Inspected = ["status", "dead-letters", "dead-letters/export", "replay"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <param name="scene">Whose namespace.</param>
    /// <param name="pod">A worker, as <c>pod/NAME</c>.</param>
    /// <param name="inspectToken">Of its inspect API.</param>
    public static async Task<IReadOnlyList<(string Place, string Text)>> ReadAsync(Scene scene, string pod, string inspectToken) =>
    [
        .. await ObjectsAsync(scene),
        .. await LogsAsync(scene),
        .. await AnswersAsync(scene, scene.Namespace, pod, ManagementPort, inspectToken, ["/metrics", .. Inspected.Select(path => $"/inspect/v1/{path}")]),
        .. await AnswersAsync(scene, ProductRelease.Namespace, $"deployment/{ProductRelease.Name}", OperatorPort, "", ["/metrics", "/readyz"]),
    ];

    /// <summary>Every kind that can be listed but Secrets, in both namespaces; and described.</summary>
    private static async Task<IReadOnlyList<(string, string)>> ObjectsAsync(Scene scene)
    {
        var kinds = (await scene.Kubectl.RunAsync(["api-resources", "--verbs", "list", "--output", "name", "--namespaced"], Cancelled))
            .Split('\n').Where(kind => kind is not "secrets" and not "events" && !kind.EndsWith(".metrics.k8s.io", StringComparison.Ordinal));
        var all = string.Join(',', [.. kinds, "events.v1."]);
        var texts = new List<(string, string)>();
        foreach (var within in new[] { scene.Namespace, ProductRelease.Namespace })
        {
            texts.Add(($"objects of {within}", await scene.Kubectl.RunAsync(["-n", within, "get", all, "-o", "json", "--show-managed-fields", "--ignore-not-found"], Cancelled)));
        }

        texts.Add(("kubectl describe", await scene.KubectlAsync("describe", "webhooks,pods,statefulsets,services,secrets")));
        return texts;
    }

    /// <summary>Of the operator and of the workers, of now and of before the last crash. The receiver's is not among them: it is told the credentials.</summary>
    private static async Task<IReadOnlyList<(string, string)>> LogsAsync(Scene scene)
    {
        string[] ofWorkers = ["-n", scene.Namespace, "logs", "-l", "app.kubernetes.io/part-of=extensible-webhooks", "--tail", "-1"];
        string[] ofOperator = ["-n", ProductRelease.Namespace, "logs", "-l", "app.kubernetes.io/component=operator", "--tail", "-1"];
        return
        [
            ("the workers' log", await scene.Kubectl.RunAsync(ofWorkers, Cancelled)),
            ("the killed worker's log", await scene.Kubectl.RunAsync([.. ofWorkers, "--previous"], Cancelled)),
            ("the operator's log", await scene.Kubectl.RunAsync(ofOperator, Cancelled)),
        ];
    }

    private static async Task<IReadOnlyList<(string, string)>> AnswersAsync(Scene scene, string within, string target, int port, string token, IEnumerable<string> paths)
    {
        await using var forward = await PortForward.StartAsync(scene.Kubectl, within, target, port, Cancelled);
        using var client = new HttpClient { BaseAddress = forward.Address };
        client.DefaultRequestHeaders.Authorization = token.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", token);
        var texts = new List<(string, string)>();
        foreach (var path in paths)
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
            answer.EnsureSuccessStatusCode();
            texts.Add(($"{target}{path}", await answer.Content.ReadAsStringAsync(Cancelled)));
        }

        return texts;
    }
}
