namespace ExtensibleWebhooks.Worker.Outcomes;

/// <summary>Why there was no answer.</summary>
internal enum SendError
{
    /// <summary>There was one.</summary>
    None,

    /// <summary>The host's name was not found, or could not be looked up.</summary>
    NameResolution,

    /// <summary>No connection: refused, unreachable.</summary>
    Connect,

    /// <summary>TLS failed: the certificate, its name, the protocol.</summary>
    Tls,

    /// <summary>No whole answer within delivery.timeout.</summary>
    Timeout,

    /// <summary>The connection ended before the answer.</summary>
    Reset,

    /// <summary>The answer was no HTTP, or beyond our bounds for headers.</summary>
    Protocol,

    /// <summary>The proxy refused or failed.</summary>
    Proxy,

    /// <summary>The HTTP client failed in a way that we do not know.</summary>
    Unexpected,

    /// <summary>The egress policy refused the address.</summary>
    EgressDenied,

    /// <summary>There are no credentials to send; nothing was sent.</summary>
    NoCredentials,

    /// <summary>URL or headers make no request; nothing was sent.</summary>
    InvalidRequest,
}
