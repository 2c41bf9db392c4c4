namespace ExtensibleWebhooks.Runtime.Leadership;

/// <summary>Why an elector returned.</summary>
internal enum LeadershipEnd
{
    /// <summary>Told to stop before it led.</summary>
    NeverLed,

    /// <summary>The leader's work ended by itself; the Lease is released.</summary>
    Resigned,

    /// <summary>The term ran out, or somebody else holds the Lease.</summary>
    Lost,
}
