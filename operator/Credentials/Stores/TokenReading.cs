namespace ExtensibleWebhooks.Credentials.Stores;

/// <summary>What a store has of a key. Closed: found, nothing, unavailable.</summary>
public abstract record TokenReading
{
    private TokenReading()
    {
    }

    /// <param name="Stored">What is there.</param>
    /// <param name="Version">For a write that expects it unchanged.</param>
    public sealed record Found(StoredTokens Stored, string Version) : TokenReading;

    /// <summary>Nothing that can be used.</summary>
    /// <param name="Version">Null: nothing is there. Otherwise what a write must expect to replace what is.</param>
    /// <param name="Why">What is wrong with what is there, without anything of it; null with <paramref name="Version"/>.</param>
    public sealed record Nothing(string? Version = null, string? Why = null) : TokenReading;

    /// <summary>The store cannot be asked now.</summary>
    public sealed record Unavailable(string Message) : TokenReading;
}
