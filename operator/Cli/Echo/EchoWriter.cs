using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Requests;
using ExtensibleWebhooks.Crds;

namespace ExtensibleWebhooks.Cli.Echo;

/// <summary>Writes received webhooks, secrets and all: a stand-in for a receiver is there to show them.</summary>
internal static class EchoWriter
{
    /// <summary>Headers of the connection, that say nothing about the webhook.</summary>
    private static readonly HashSet<string> Unremarkable = ["connection", "content-length", "host", "traceparent", "transfer-encoding"];

    /// <summary>The text of one webhook, with its last line end.</summary>
    public static string Write(ReceivedWebhook webhook, EchoFormat format) =>
        format == EchoFormat.Json ? JsonSerializer.Serialize(webhook, Json.Options) + "\n" : ToText(webhook);

    private static string ToText(ReceivedWebhook webhook)
    {
        var text = new StringBuilder($"{webhook.Method} {webhook.Path}\n");
        foreach (var (name, value) in webhook.Headers.Where(header => !Unremarkable.Contains(header.Key)).OrderBy(header => header.Key, StringComparer.Ordinal))
        {
            text.Append($"  {name}: {value}\n");
        }

        return text.Append(PrettyJson.Format(webhook.Body)).Append("\n\n").ToString();
    }
}
