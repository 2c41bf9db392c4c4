namespace ExtensibleWebhooks.OAuthServer.Clients;

/// <summary>A client that the server knows, of both flows.</summary>
public sealed record RegisteredClient
{
    public required string Id { get; init; }

    public required string Secret { get; init; }

    /// <summary>On the consent page.</summary>
    public string DisplayName { get; init; } = "Extensible Webhooks";

    /// <summary>Compared as a whole. Empty: the authorization code flow is refused.</summary>
    public IReadOnlyList<Uri> RedirectUris { get; init; } = [];

    public override string ToString() => Id;
}
