using System.Text.Json.Serialization;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.WebhookDestinations;

/// <summary>How requests authenticate: a type, and exactly the block of that type.</summary>
[CelRule("has(self.bearer) == (self.type == 'Bearer')", "authentication.bearer belongs to type Bearer: set both or neither", nameof(BearerWithItsType))]
[CelRule("has(self.oauth2) == (self.type == 'OAuth2')", "authentication.oauth2 belongs to type OAuth2: set both or neither", nameof(OAuth2WithItsType))]
[CelRule("has(self.basic) == (self.type == 'Basic')", "authentication.basic belongs to type Basic: set both or neither", nameof(BasicWithItsType))]
[CelRule("has(self.header) == (self.type == 'Header')", "authentication.header belongs to type Header: set both or neither", nameof(HeaderWithItsType))]
public sealed record AuthenticationSpec
{
    /// <summary>None adds no header; Bearer sends a token; OAuth2 fetches and refreshes one; Basic sends a user and password; Header sends one named header.</summary>
    [Default("\"None\"")]
    public AuthenticationType Type { get; init; } = AuthenticationType.None;

    /// <summary>The token; with type Bearer.</summary>
    public BearerAuthentication? Bearer { get; init; }

    /// <summary>The OAuth 2.0 client; with type OAuth2.</summary>
    [JsonPropertyName("oauth2")]
    public OAuth2Authentication? OAuth2 { get; init; }

    /// <summary>The user and password; with type Basic.</summary>
    public BasicAuthentication? Basic { get; init; }

    /// <summary>The header; with type Header.</summary>
    public HeaderAuthentication? Header { get; init; }

    internal bool BearerWithItsType => (Bearer is not null) == (Type == AuthenticationType.Bearer);

    internal bool OAuth2WithItsType => (OAuth2 is not null) == (Type == AuthenticationType.OAuth2);

    internal bool BasicWithItsType => (Basic is not null) == (Type == AuthenticationType.Basic);

    internal bool HeaderWithItsType => (Header is not null) == (Type == AuthenticationType.Header);
}

public enum AuthenticationType
{
    None,
    Bearer,
    OAuth2,
    Basic,
    Header,
}

/// <summary>Sends "Authorization: prefix token".</summary>
public sealed record BearerAuthentication
{
    /// <summary>The token. A change of the Secret is used without a restart.</summary>
    public required SecretKeyRef TokenSecretRef { get; init; }

    /// <summary>The word before the token.</summary>
    [Default("\"Bearer\"")]
    [Length(1, 64)]
    [Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", "a token of HTTP: letters, digits and !#$%&'*+.^_`|~-")]
    public string Prefix { get; init; } = "Bearer";
}

/// <summary>Sends "Authorization: Basic" with a user and a password.</summary>
public sealed record BasicAuthentication
{
    /// <summary>The user's name.</summary>
    public required SecretKeyRef UsernameSecretRef { get; init; }

    /// <summary>The password.</summary>
    public required SecretKeyRef PasswordSecretRef { get; init; }
}

/// <summary>Sends one named header, such as X-Api-Key.</summary>
public sealed record HeaderAuthentication
{
    /// <summary>The header's name.</summary>
    [Length(1, 128)]
    [Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", "a header's name: letters, digits and !#$%&'*+.^_`|~-")]
    public required string Name { get; init; }

    /// <summary>The header's whole value.</summary>
    public required SecretKeyRef ValueSecretRef { get; init; }
}
