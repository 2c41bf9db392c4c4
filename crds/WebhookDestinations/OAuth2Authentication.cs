using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.WebhookDestinations;

/// <summary>An OAuth 2.0 client whose tokens the operator fetches and refreshes.</summary>
[CelRule("has(self.clientId) != has(self.clientIdSecretRef)", "oauth2 needs exactly one of clientId and clientIdSecretRef", nameof(OneClientId))]
[CelRule("self.flow != 'AuthorizationCode' || has(self.authorizeUrl)", "oauth2.authorizeUrl is needed with flow AuthorizationCode", nameof(AuthorizeUrlWithItsFlow))]
public sealed record OAuth2Authentication
{
    /// <summary>ClientCredentials needs no person; AuthorizationCode needs one to press Connect once.</summary>
    [Default("\"ClientCredentials\"")]
    public OAuth2Flow Flow { get; init; } = OAuth2Flow.ClientCredentials;

    /// <summary>The client's id.</summary>
    [Length(1, 512)]
    public string? ClientId { get; init; }

    /// <summary>The client's id, where it is kept in a Secret.</summary>
    public SecretKeyRef? ClientIdSecretRef { get; init; }

    /// <summary>The client's secret.</summary>
    public required SecretKeyRef ClientSecretRef { get; init; }

    /// <summary>Where a person grants access, in a browser; with flow AuthorizationCode. https, except within a private network.</summary>
    [Length(1, 2048)]
    [Pattern("^https?://", "an absolute http or https URL")]
    public string? AuthorizeUrl { get; init; }

    /// <summary>Where tokens are fetched. https, except within a private network.</summary>
    [Length(1, 2048)]
    [Pattern("^https?://", "an absolute http or https URL")]
    public required string AccessTokenUrl { get; init; }

    /// <summary>Where tokens are refreshed. Absent: accessTokenUrl.</summary>
    [Length(1, 2048)]
    [Pattern("^https?://", "an absolute http or https URL")]
    public string? RefreshTokenUrl { get; init; }

    /// <summary>Where tokens are given back (RFC 7009) when the destination is deleted. Absent: they are left to end by themselves.</summary>
    [Length(1, 2048)]
    [Pattern("^https?://", "an absolute http or https URL")]
    public string? RevokeUrl { get; init; }

    /// <summary>The scopes that are asked for.</summary>
    [Items(0, 64)]
    [Each(1, 256)]
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>How the client authenticates at the token endpoint: Basic in a header, Post in the body.</summary>
    [Default("\"Basic\"")]
    public OAuth2ClientAuthentication ClientAuthentication { get; init; } = OAuth2ClientAuthentication.Basic;

    /// <summary>The word before the token in the Authorization header.</summary>
    [Default("\"Bearer\"")]
    [Length(1, 64)]
    [Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", "a token of HTTP: letters, digits and !#$%&'*+.^_`|~-")]
    public string TokenPrefix { get; init; } = "Bearer";

    /// <summary>What a token request carries besides, such as an audience or a tenant.</summary>
    [Items(0, 32)]
    public IReadOnlyList<RefreshParameter>? RefreshParameters { get; init; }

    internal bool OneClientId => (ClientId is not null) != (ClientIdSecretRef is not null);

    internal bool AuthorizeUrlWithItsFlow => Flow != OAuth2Flow.AuthorizationCode || AuthorizeUrl is not null;
}

public enum OAuth2Flow
{
    ClientCredentials,
    AuthorizationCode,
}

public enum OAuth2ClientAuthentication
{
    Basic,
    Post,
}

/// <summary>One parameter of a token request.</summary>
[CelRule("has(self.value) != has(self.valueSecretRef)", "a refresh parameter needs exactly one of value and valueSecretRef", nameof(OneValue))]
public sealed record RefreshParameter
{
    /// <summary>The parameter's name.</summary>
    [Length(1, 256)]
    public required string Name { get; init; }

    /// <summary>The value, where it is no secret.</summary>
    [Length(0, 4096)]
    public string? Value { get; init; }

    /// <summary>The value, where it is kept in a Secret.</summary>
    public SecretKeyRef? ValueSecretRef { get; init; }

    /// <summary>Where the parameter goes.</summary>
    public required RefreshParameterPlace SendIn { get; init; }

    internal bool OneValue => (Value is not null) != (ValueSecretRef is not null);
}

public enum RefreshParameterPlace
{
    Header,
    Body,
    Query,
}
