namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>What a receiver may cost us. Constants: no receiver needs more, and none is worth more.</summary>
internal static class SendLimits
{
    /// <summary>How much of an answer's body is kept for a person to read.</summary>
    public const int KeptBodyBytes = 4 << 10;

    /// <summary>How much is read so that the connection can be used again; a longer body costs the receiver its connection.</summary>
    public const int ReadBodyBytes = 64 << 10;

    /// <summary>How much of an answer is read that has a status for each event of a batch: 256 bytes for each of 4000.</summary>
    public const int AnswerBytes = 1 << 20;

    /// <summary>Upper bound of the wait before the first quick retry; it doubles. Full jitter is taken of it.</summary>
    public static readonly TimeSpan QuickBackoff = TimeSpan.FromMilliseconds(100);
}
