namespace ExtensibleWebhooks.OAuthServer.Grants;

/// <summary>How long what is issued from now on is good for.</summary>
public sealed record TokenLifetimes
{
    public TimeSpan AccessToken { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Counts anew with each rotation.</summary>
    public TimeSpan RefreshToken { get; init; } = TimeSpan.FromDays(14);

    public TimeSpan Code { get; init; } = TimeSpan.FromMinutes(5);
}
