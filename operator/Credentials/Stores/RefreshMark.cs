namespace ExtensibleWebhooks.Credentials.Stores;

/// <summary>Stored before a refresh token is sent, gone with the answer: who finds it knows that the token may be used up.</summary>
/// <param name="Holder">The process, another one after each start.</param>
/// <param name="StartedAt">By the holder's clock.</param>
/// <param name="RefreshToken">Fingerprint of the refresh token that is being sent.</param>
public sealed record RefreshMark(string Holder, DateTimeOffset StartedAt, string RefreshToken);
