using ExtensibleWebhooks.Worker.Outcomes;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>What became of one try, or of the last of several quick ones.</summary>
internal sealed record SendResult
{
    public required Outcome Outcome { get; init; }

    /// <summary>The answer's status; null without an answer.</summary>
    public int? Status { get; init; }

    /// <summary><see cref="SendError.None"/> with an answer.</summary>
    public SendError Error { get; init; }

    /// <summary>For a person: the status, or what failed. It holds no secret and nothing of the event but a host's name. Null when delivered.</summary>
    public string? Detail { get; init; }

    /// <summary>The answer's, bounded and without secrets (<see cref="AnswerHeaders"/>); null when delivered, or without an answer.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The start of the answer's body, at most <see cref="SendLimits.KeptBodyBytes"/>; null when delivered, or without one.</summary>
    public string? Body { get; init; }

    /// <summary>All of a 2xx answer's body, where the request wants it; empty also when it broke off or is longer than <see cref="SendLimits.AnswerBytes"/>.</summary>
    public ReadOnlyMemory<byte> Answer { get; init; }

    /// <summary>What the receiver asked for, not bounded yet; null without the header, or with one that makes no sense.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Fingerprint of the OAuth 2.0 access token that was sent, which need not be the one in use by now; null with other credentials, or when nothing was sent.</summary>
    public string? Token { get; init; }

    /// <summary>From the start of the last try to the end of its answer.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How many requests were made: 0 when there was nothing to make one of.</summary>
    public int Tries { get; init; } = 1;
}
