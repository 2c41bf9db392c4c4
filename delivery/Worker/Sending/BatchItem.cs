namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>One event of a batch, and where in the batch's body it is.</summary>
/// <param name="WebhookId">What it would have alone.</param>
/// <param name="Position">The event's position in the log.</param>
/// <param name="ReceivedAt">When the event was accepted.</param>
/// <param name="Start">Of its bytes in the body.</param>
/// <param name="Length">Of its bytes.</param>
internal readonly record struct BatchItem(string WebhookId, long Position, DateTimeOffset ReceivedAt, int Start, int Length)
{
    /// <summary>Where the bytes after it begin.</summary>
    public int End => Start + Length;
}
