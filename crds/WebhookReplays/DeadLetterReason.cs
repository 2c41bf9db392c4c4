namespace ExtensibleWebhooks.Crds.WebhookReplays;

/// <summary>Why a webhook was given up: the worker's words.</summary>
public enum DeadLetterReason
{
    Rejected,
    RedirectRefused,
    PayloadTooLarge,
    EgressDenied,
    NotSendable,
    FunctionRejected,
    FunctionFailed,
    RetriesExhausted,
    DestinationRemoved,
    EndpointGone,
}
