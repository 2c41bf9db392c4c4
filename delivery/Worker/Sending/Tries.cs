using Polly;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>The quick tries of one webhook.</summary>
internal sealed class Tries(WebhookRequest request, CancellationToken noMore)
{
    public static readonly ResiliencePropertyKey<Tries> Key = new("webhooks.tries");

    /// <summary>Never used: the key is set wherever the pipeline is entered.</summary>
    public static readonly Tries None = new(new WebhookRequest { WebhookId = "", Target = new WebhookTarget { Method = "", Url = "" } }, CancellationToken.None);

    public WebhookRequest Request => request;

    public CancellationToken NoMore => noMore;

    /// <summary>Requests that were begun.</summary>
    public int Count { get; set; }
}
