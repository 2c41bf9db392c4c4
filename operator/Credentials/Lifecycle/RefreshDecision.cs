namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>What to do about a destination's tokens now. Closed.</summary>
public abstract record RefreshDecision
{
    private RefreshDecision()
    {
    }

    /// <summary>They are good.</summary>
    /// <param name="Until">When to look again; null: when a receiver refuses the token.</param>
    public sealed record Use(DateTimeOffset? Until) : RefreshDecision;

    /// <summary>Ask for tokens with the client's own credentials.</summary>
    public sealed record Fetch : RefreshDecision;

    /// <summary>Send the refresh token.</summary>
    /// <param name="IsSecondTry">Somebody may have sent it, and ended or was stopped before the answer was stored.</param>
    public sealed record Refresh(bool IsSecondTry) : RefreshDecision;

    /// <summary>Another process has the refresh token under way.</summary>
    /// <param name="Until">From then on it counts as ended.</param>
    public sealed record WaitForOther(DateTimeOffset Until) : RefreshDecision;

    /// <summary>Only a person can help.</summary>
    /// <param name="Why">A sentence without a secret.</param>
    public sealed record Connect(string Why) : RefreshDecision;
}
