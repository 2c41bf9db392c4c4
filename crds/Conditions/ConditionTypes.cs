namespace ExtensibleWebhooks.Crds.Conditions;

/// <summary>Every condition type that an object of ours can carry. <see cref="Ready"/> is the AND of the others.</summary>
public static class ConditionTypes
{
    /// <summary>All the others are true; its reason is that of the worst of them.</summary>
    public const string Ready = "Ready";

    /// <summary>The spec holds together: its shape, and for a mapping its trigger and directives.</summary>
    public const string SpecValid = "SpecValid";

    /// <summary>A destination's source, or a mapping's destination, exists.</summary>
    public const string ReferencesResolved = "ReferencesResolved";

    /// <summary>Every Secret and key that the spec refers to exists.</summary>
    public const string SecretsResolved = "SecretsResolved";

    /// <summary>The workers' configuration carries this object as it is now.</summary>
    public const string ConfigPublished = "ConfigPublished";

    /// <summary>The worker pods are ready.</summary>
    public const string WorkersAvailable = "WorkersAvailable";

    /// <summary>There is an access token to send, and it is kept fresh; only of destinations with OAuth 2.0.</summary>
    public const string CredentialsReady = "CredentialsReady";

    /// <summary>The worker sends what there is to send, as it was when it was last asked; absent before.</summary>
    public const string Delivering = "Delivering";

    /// <summary>A replay has sent again what it had to; unknown until it has ended.</summary>
    public const string Completed = "Completed";
}
