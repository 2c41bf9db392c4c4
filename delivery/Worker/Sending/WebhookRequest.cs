namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>One webhook, rendered: what is sent, parked and kept as a dead letter. The destination's credentials are not in it; they are added to each try.</summary>
internal sealed record WebhookRequest
{
    /// <summary>The same over every try, restart and replay of the same event and mapping; see <see cref="WebhookIds"/>.</summary>
    public required string WebhookId { get; init; }

    public required WebhookTarget Target { get; init; }

    /// <summary>Null: none, and Content-Length is 0.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The events of a batch, at least one, in the order of the body; null: it is no batch.</summary>
    public IReadOnlyList<BatchItem>? Items { get; init; }

    /// <summary>The bytes of a batch's first event; null: it is no batch.</summary>
    public ReadOnlyMemory<byte>? FirstEvent => Items is [var first, ..] ? Body?.Slice(first.Start, first.Length) : null;

    /// <summary>How many events it carries.</summary>
    public int Events => Items?.Count ?? 1;

    /// <summary>A 2xx answer's body is wanted (<see cref="SendResult.Answer"/>). Not stored: it is the sender's of the moment.</summary>
    public bool WantsAnswer { get; init; }
}
