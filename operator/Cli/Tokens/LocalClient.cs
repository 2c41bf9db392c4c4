using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Egress;

namespace ExtensibleWebhooks.Cli.Tokens;

/// <summary>A destination of the manifests whose tokens a run keeps fresh.</summary>
internal sealed record LocalClient
{
    public required CredentialKey Key { get; init; }

    public required OAuthClient Client { get; init; }

    /// <summary>Whom its requests trust, those for tokens as those for webhooks.</summary>
    public required TlsIdentity Tls { get; init; }

    /// <summary>The file where the worker looks for the access token.</summary>
    public required string File { get; init; }

    public override string ToString() => $"client of {Key}";
}
