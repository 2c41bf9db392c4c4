using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.DeadLetters;

/// <summary>A delivery that was given up, with all that is needed to see why and to send it again.</summary>
internal sealed record DeadLetter
{
    /// <summary>Given by the store; grows with every dead letter. 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>The lane's key: the destination's name and uid.</summary>
    public required string Lane { get; init; }

    /// <summary>The destination's name.</summary>
    public required string Destination { get; init; }

    public required string Mapping { get; init; }

    public required DeadLetterReason Reason { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the event was accepted.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The event's position in the log; the event itself may be gone.</summary>
    public required long Position { get; init; }

    /// <summary>Requests that were made; 0 when none could be. A replay begins to count anew.</summary>
    public required int Attempts { get; init; }

    /// <summary>Of those attempts; null without one.</summary>
    public DateTimeOffset? FirstAttemptAt { get; init; }

    /// <summary>Null without one, and where the delivery was given up while it waited.</summary>
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>The last answer's status; null without an answer.</summary>
    public int? Status { get; init; }

    /// <summary>What failed, in words, without secrets.</summary>
    public string? Detail { get; init; }

    /// <summary>Of the last answer, bounded and without secrets; null without an answer.</summary>
    public IReadOnlyDictionary<string, string>? AnswerHeaders { get; init; }

    /// <summary>The start of the last answer's body.</summary>
    public string? AnswerBody { get; init; }

    /// <summary>The replay in which it was given up; null: in none.</summary>
    public string? Replay { get; init; }

    /// <summary>As it was sent, without the destination's credentials.</summary>
    public required WebhookRequest Request { get; init; }
}
