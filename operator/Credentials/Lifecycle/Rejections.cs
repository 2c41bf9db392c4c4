namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>
/// Refreshes in a row that a receiver's refusal brought about. A receiver that refuses every token must not have one fetched for each report: from the second on
/// there is a growing time between them.
/// </summary>
/// <param name="Count">0: none.</param>
/// <param name="NextAt">Not another one before.</param>
internal sealed record Rejections(int Count, DateTimeOffset NextAt)
{
    public static readonly Rejections None = new(0, DateTimeOffset.MinValue);

    /// <summary>After one more.</summary>
    public Rejections Next(DateTimeOffset now) => new(Count + 1, now + Backoff.Ceiling(Count + 1));

    /// <summary>A token that nobody refused for so long was a good one.</summary>
    public bool IsForgottenAt(DateTimeOffset now) => Count > 0 && now > NextAt + Backoff.Longest;
}
