namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>One webhook, rendered: what is sent, parked and kept as a dead letter. The destination's credentials are not in it; they are added to each try.</summary>
internal sealed record WebhookRequest
{
    /// <summary>The same over every try, restart and replay of the same event and mapping; see <see cref="WebhookIds"/>.</summary>
    public required string WebhookId { get; init; }

    public required WebhookTarget Target { get; init; }

    /// <summary>Null: none, and Content-Length is 0.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }
}
