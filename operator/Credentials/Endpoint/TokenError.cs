namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>Why a token endpoint refused (RFC 6749 §5.2, and the names that providers use instead).</summary>
public enum TokenError
{
    /// <summary>The refresh token or code is used, revoked, expired or somebody else's.</summary>
    InvalidGrant,

    /// <summary>The client is unknown, or its secret is wrong.</summary>
    InvalidClient,

    /// <summary>The client may not do this.</summary>
    UnauthorizedClient,

    /// <summary>A scope is unknown or not allowed.</summary>
    InvalidScope,

    /// <summary>The endpoint does not do this flow.</summary>
    UnsupportedGrantType,

    /// <summary>Something in the request is missing or wrong.</summary>
    InvalidRequest,

    /// <summary>Any other refusal, a plain 4xx status included.</summary>
    Other,
}
