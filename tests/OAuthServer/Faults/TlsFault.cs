namespace ExtensibleWebhooks.OAuthServer.Faults;

/// <summary>How TLS fails.</summary>
public enum TlsFault
{
    None,

    /// <summary>The certificate is of an authority that nobody knows.</summary>
    UnknownAuthority,

    /// <summary>The certificate ended yesterday.</summary>
    Expired,

    /// <summary>The server ends the handshake.</summary>
    NoHandshake,
}
