namespace ExtensibleWebhooks.Crds.Conditions;

/// <summary>The closed list of reasons, of conditions and of Kubernetes events. Written as its name; names never change their meaning.</summary>
public enum Reason
{
    /// <summary>All is well.</summary>
    Ready,

    /// <summary>All is well, and the object is switched off: nothing is sent.</summary>
    Disabled,

    /// <summary>The spec holds together.</summary>
    Valid,

    /// <summary>A field is out of its bounds, or fields contradict each other.</summary>
    InvalidSpec,

    /// <summary>A field asks for something that this version does not do yet.</summary>
    NotSupported,

    /// <summary>The trigger does not compile.</summary>
    InvalidTrigger,

    /// <summary>The url, headers or data of a mapping do not compile.</summary>
    InvalidMapping,

    /// <summary>The insert function of a destination does not compile: its events wait.</summary>
    InvalidFunction,

    /// <summary>What the object refers to exists.</summary>
    Resolved,

    /// <summary>The EventSource that a destination refers to does not exist.</summary>
    SourceNotFound,

    /// <summary>The WebhookDestination that a mapping refers to does not exist.</summary>
    DestinationNotFound,

    /// <summary>What the object refers to exists and is not ready itself.</summary>
    ReferenceNotReady,

    /// <summary>A Secret that the spec refers to does not exist.</summary>
    SecretNotFound,

    /// <summary>A Secret exists but lacks the key, or the key is empty.</summary>
    SecretKeyNotFound,

    /// <summary>A ConfigMap that the spec refers to does not exist.</summary>
    ConfigMapNotFound,

    /// <summary>A ConfigMap exists but lacks the key, or the key is empty.</summary>
    ConfigMapKeyNotFound,

    /// <summary>There is an OAuth 2.0 access token, and it is kept fresh.</summary>
    TokenReady,

    /// <summary>A person has to press Connect: nobody granted access yet, or the grant has ended.</summary>
    ConnectRequired,

    /// <summary>The token endpoint fails or cannot be reached; it is tried again.</summary>
    TokenUnavailable,

    /// <summary>The token endpoint refuses the client, or what it asks for.</summary>
    ClientRefused,

    /// <summary>The workers' configuration carries the object as it is now.</summary>
    Published,

    /// <summary>The workers' configuration does not carry the object, because another condition is not true.</summary>
    NotPublished,

    /// <summary>The workers' configuration grew larger than a Secret can be.</summary>
    ConfigTooLarge,

    /// <summary>The worker pods are ready.</summary>
    WorkersReady,

    /// <summary>The worker pods are not ready yet.</summary>
    WorkersNotReady,

    /// <summary>The spec asks for no worker pods.</summary>
    ScaledToZero,

    /// <summary>A field was changed that cannot be changed in what was made from it before; the old value stays in force.</summary>
    ImmutableField,

    /// <summary>The API server refused a write.</summary>
    ApplyFailed,

    /// <summary>The worker sends what there is to send.</summary>
    Delivering,

    /// <summary>The worker has no credentials to send: it waits.</summary>
    CredentialsMissing,

    /// <summary>The receiver refuses the OAuth 2.0 token.</summary>
    CredentialsRejected,

    /// <summary>The receiver answered a status that pauses the destination; nothing is lost, and it is tried now and then.</summary>
    Held,

    /// <summary>The receiver answered 410: nothing is sent until the destination or one of its mappings changes.</summary>
    EndpointGone,

    /// <summary>The receiver fails: the circuit breaker is open.</summary>
    CircuitOpen,

    /// <summary>The receiver asked for a pause.</summary>
    Paused,

    /// <summary>As many deliveries wait for their next try as may.</summary>
    ParkingFull,

    /// <summary>The insert function cannot run in the worker: it waits.</summary>
    FunctionUnusable,

    /// <summary>A replay has not begun: its worker is not ready, or does not take it now.</summary>
    ReplayWaiting,

    /// <summary>The worker carries a replay out.</summary>
    ReplayRunning,

    /// <summary>Each webhook of a replay was delivered or given up again.</summary>
    ReplaySucceeded,

    /// <summary>A replay could not begin, or not go on.</summary>
    ReplayFailed,

    /// <summary>A replay was ended by somebody.</summary>
    ReplayCancelled,
}
