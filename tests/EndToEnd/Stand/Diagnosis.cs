using System.Text;
using ExtensibleWebhooks.Cluster.Installation;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>What a person would ask the cluster after a test has failed.</summary>
internal static class Diagnosis
{
    /// <summary>The commands with what they printed.</summary>
    public static async Task<string> OfAsync(Kubectl kubectl, string within)
    {
        string[][] questions =
        [
            ["-n", within, "get", "pods,statefulsets,services,persistentvolumeclaims", "-o", "wide"],
            ["-n", within, "get", "webhooks", "-o", "yaml"],
            ["-n", within, "describe", "pods"],
            ["-n", within, "get", "events", "--sort-by", ".lastTimestamp"],
            ["-n", within, "logs", "-l", "app.kubernetes.io/part-of=extensible-webhooks", "--tail", "200", "--prefix"],
            ["-n", within, "logs", "-l", "app.kubernetes.io/part-of=extensible-webhooks", "--tail", "50", "--prefix", "--previous"],
            ["-n", within, "logs", "deployment/echo", "--tail", "20"],
            ["-n", ProductRelease.Namespace, "describe", "pods"],
            ["-n", ProductRelease.Namespace, "logs", $"deployment/{ProductRelease.Name}", "--tail", "300"],
        ];
        var text = new StringBuilder();
        foreach (var question in questions)
        {
            var answer = await kubectl.TryRunAsync(question, CancellationToken.None);
            text.AppendLine($"$ kubectl {string.Join(' ', question)}").AppendLine(answer.Output).AppendLine(answer.Error);
        }

        return text.ToString();
    }
}
