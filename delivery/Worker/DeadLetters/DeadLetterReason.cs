namespace ExtensibleWebhooks.Worker.DeadLetters;

/// <summary>Why a delivery was given up. Kept by name: a name never changes.</summary>
internal enum DeadLetterReason
{
    /// <summary>The receiver answered that it will never take it.</summary>
    Rejected,

    /// <summary>A redirect, which is not followed.</summary>
    RedirectRefused,

    /// <summary>413.</summary>
    PayloadTooLarge,

    /// <summary>The egress policy refuses the address.</summary>
    EgressDenied,

    /// <summary>The mapping's result makes no HTTP request.</summary>
    NotSendable,

    /// <summary>The insert function threw InvalidEventPayload or ValidationError. The letter holds the event, not a request.</summary>
    FunctionRejected,

    /// <summary>The insert function threw any other error, reached a limit, or returned no event. The letter holds the event, not a request.</summary>
    FunctionFailed,

    /// <summary>Still failing at <c>delivery.retry.maxAge</c> after the event was received.</summary>
    RetriesExhausted,

    /// <summary>The destination was deleted while the delivery waited for its next try.</summary>
    DestinationRemoved,

    /// <summary>410 to a delivery that was rendered under an earlier configuration: nobody will bring that endpoint back.</summary>
    EndpointGone,
}
