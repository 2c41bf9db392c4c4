namespace ExtensibleWebhooks.Credentials.Endpoint;

/// <summary>Why there is no usable answer of a token endpoint.</summary>
public enum UnavailableKind
{
    /// <summary>Name, connection, TLS, egress policy or a broken answer.</summary>
    Network,

    /// <summary>No whole answer in time.</summary>
    Timeout,

    /// <summary>408, 425, 429, 5xx, or an error that says "later".</summary>
    Status,

    /// <summary>3xx: redirects are not followed.</summary>
    Redirect,

    /// <summary>2xx without a token that can be sent, or too long.</summary>
    Malformed,
}
