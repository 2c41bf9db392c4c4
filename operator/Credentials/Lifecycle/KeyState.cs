namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>What a keeper remembers of one key between two calls; all of it may be lost.</summary>
internal sealed class KeyState
{
    /// <summary>One call at a time.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Calls that are behind the gate or wait for it; under the lock of <see cref="KeyStates"/>.</summary>
    public int Users { get; set; }

    /// <summary>Null: the last call did not fail.</summary>
    public Failure? Failure { get; set; }

    /// <summary>Granted, and not stored yet because the store failed; null: nothing.</summary>
    public Grant? Unstored { get; set; }

    public Rejections Rejections { get; set; } = Rejections.None;

    /// <summary>There is nothing to remember.</summary>
    public bool IsBlank => Failure is null && Unstored is null && Rejections == Rejections.None;

    public void Forget() => (Failure, Unstored, Rejections) = (null, null, Rejections.None);
}
