namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>A failed attempt: nothing is asked again before its time, unless the client or the stored tokens are others by then.</summary>
/// <param name="Count">In a row, from 1.</param>
/// <param name="RetryAt">Until then the message is the answer.</param>
/// <param name="Message">For a person.</param>
/// <param name="IsClientRefused">The endpoint refused the client; otherwise it was unavailable.</param>
/// <param name="ClientRevision">The client that failed.</param>
/// <param name="StoreVersion">What was stored after it failed; null: nothing.</param>
internal sealed record Failure(int Count, DateTimeOffset RetryAt, string Message, bool IsClientRefused, string ClientRevision, string? StoreVersion);
