using System.Text;

namespace ExtensibleWebhooks.Worker.Tests.Receivers;

/// <summary>What a receiver got.</summary>
internal sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>HTTP/1.1 or HTTP/2.</summary>
    public string Protocol { get; init; } = "";

    public string Text => Encoding.UTF8.GetString(Body);

    public string WebhookId => Headers["webhook-id"];
}
