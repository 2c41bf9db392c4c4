namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>What came of a revocation (RFC 7009).</summary>
/// <param name="IsRevoked">The endpoint answered 200: the tokens are dead, or were unknown to it.</param>
/// <param name="Message">For a person where it is not; null with <paramref name="IsRevoked"/>.</param>
/// <param name="MayTryAgain">Whether the same request may succeed later.</param>
public sealed record RevokeAnswer(bool IsRevoked, string? Message = null, bool MayTryAgain = false);
