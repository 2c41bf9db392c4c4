using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Signing;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>What a try authenticates with, at this moment.</summary>
/// <param name="Missing">Why there are no credentials although there should be: nothing may be sent then. Null when there are, or none are needed.</param>
/// <param name="Header">The header's value; null when none is needed.</param>
internal readonly record struct Authorization(string? Missing, string? Header)
{
    public const string StandardName = "Authorization";

    public static readonly Authorization None;

    private readonly string? _name;

    /// <summary>The header's name: Authorization, unless the destination names another.</summary>
    public string Name
    {
        get => _name ?? StandardName;
        init => _name = value;
    }

    /// <summary>Which OAuth 2.0 access token the header carries, by its fingerprint; null with other credentials.</summary>
    public string? Token { get; init; }

    /// <summary>Null: requests are not signed.</summary>
    public RequestSigner? Signer { get; init; }

    /// <summary>Who the connections are, and whom they trust; null: nobody in particular, and the public authorities.</summary>
    public TlsIdentity? Tls { get; init; }

    /// <summary>Whether a mapping's own header of this name is left out: who we are is the destination's to say, and nobody is told twice.</summary>
    public bool Owns(string name) => Header is not null
        && (string.Equals(name, StandardName, StringComparison.OrdinalIgnoreCase) || string.Equals(name, Name, StringComparison.OrdinalIgnoreCase));
}
