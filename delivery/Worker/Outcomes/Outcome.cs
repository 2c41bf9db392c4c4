namespace ExtensibleWebhooks.Worker.Outcomes;

/// <summary>What one answer, or the lack of one, means for a delivery. Closed: what is done follows from it alone.</summary>
internal enum Outcome
{
    /// <summary>2xx: the receiver has it.</summary>
    Delivered,

    /// <summary>The receiver or the way to it is in trouble: again later.</summary>
    Retry,

    /// <summary>401 although an OAuth 2.0 token was sent: the token is refreshed, then again.</summary>
    CredentialRejected,

    /// <summary>401, a status that the destination holds on, or no credentials to send: nothing is dropped, again when somebody has mended it.</summary>
    Hold,

    /// <summary>410: the endpoint wants nothing any more.</summary>
    EndpointGone,

    /// <summary>413: a batch is split; a single event is a dead letter.</summary>
    PayloadTooLarge,

    /// <summary>3xx: not followed; a dead letter.</summary>
    RedirectRefused,

    /// <summary>The receiver will never take it: a dead letter.</summary>
    Rejected,

    /// <summary>The egress policy refuses the address: a dead letter.</summary>
    EgressDenied,

    /// <summary>The mapping's result makes no HTTP request: a dead letter.</summary>
    NotSendable,
}
