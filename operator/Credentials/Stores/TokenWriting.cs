namespace ExtensibleWebhooks.Credentials.Stores;

/// <summary>What came of a write. Closed: stored, conflict, unavailable.</summary>
public abstract record TokenWriting
{
    private TokenWriting()
    {
    }

    /// <summary>Durable, and what every later read finds until the next write.</summary>
    public sealed record Stored(string Version) : TokenWriting;

    /// <summary>Somebody else wrote meanwhile; nothing was changed.</summary>
    public sealed record Conflict : TokenWriting;

    /// <summary>The store did not take it, or did not say: a read tells which.</summary>
    public sealed record Unavailable(string Message) : TokenWriting;
}
