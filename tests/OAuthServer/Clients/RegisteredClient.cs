namespace ExtensibleWebhooks.OAuthServer.Clients;

/// <summary>A client that the server knows, of both flows.</summary>
public sealed record RegisteredClient
{
    /// <summary>A client of this id may introspect the access tokens of all others: each names it as its audience.</summary>
    public const string JudgeId = "judge";

    public required string Id { get; init; }

    public required string Secret { get; init; }

    /// <summary>On the consent page.</summary>
    public string DisplayName { get; init; } = "Extensible Webhooks";

    /// <summary>Compared as a whole. Empty: the authorization code flow is refused.</summary>
    public IReadOnlyList<Uri> RedirectUris { get; init; } = [];

    public override string ToString() => Id;
}
