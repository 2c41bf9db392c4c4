using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Parking;

/// <summary>A delivery that failed for now and waits on disk for its next try.</summary>
internal sealed record ParkedDelivery
{
    /// <summary>Given by the store. 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>The lane's key: the destination's name and uid.</summary>
    public required string Lane { get; init; }

    public required string Mapping { get; init; }

    /// <summary>Rendered once, sent as it is: what the receiver gets does not depend on when it comes back.</summary>
    public required WebhookRequest Request { get; init; }

    /// <summary>The event's position in the log.</summary>
    public required long Position { get; init; }

    /// <summary>When the event was accepted; of a batch, its oldest.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the event was accepted; of a batch, its youngest, so that none is given up before its time. <c>retry.maxAge</c> counts from here.</summary>
    public DateTimeOffset YoungestReceivedAt => Request.Items is { } items ? items.Max(item => item.ReceivedAt) : ReceivedAt;

    public required DateTimeOffset FirstAttemptAt { get; init; }

    public required DateTimeOffset NextAttemptAt { get; init; }

    /// <summary>Requests made so far, the quick ones included.</summary>
    public required int Attempts { get; init; }

    /// <summary>Waits so far: what the backoff doubles with. The first parking is 1.</summary>
    public required int Waits { get; init; }

    /// <summary>The fingerprint of the destination's configuration that it was rendered under; 0: not known.</summary>
    public long RenderedUnder { get; init; }

    /// <summary>The replay that brought it back; null: none did. What is left of a batch keeps it.</summary>
    public string? Replay { get; init; }

    /// <summary>Whose order it keeps: of each user only the first, by position and mapping, is ever due; null: nobody's.</summary>
    public long? User { get; init; }

    /// <summary>The last answer's status; null without an answer.</summary>
    public int? Status { get; init; }

    /// <summary>What failed last, in words, without secrets.</summary>
    public string? Detail { get; init; }

    /// <summary>Before a try: one that was parked without any has its first attempt now.</summary>
    public ParkedDelivery Tried(DateTimeOffset now) => Attempts == 0 && Waits == 0 ? this with { FirstAttemptAt = now } : this;

    /// <summary>The delivery, given up.</summary>
    /// <param name="destination">The destination's name.</param>
    /// <param name="reason">Why.</param>
    /// <param name="at">When.</param>
    /// <param name="answer">What the last try, just now, came to; null when it is not given up after a try.</param>
    public DeadLetter ToDeadLetter(string destination, DeadLetterReason reason, DateTimeOffset at, SendResult? answer = null) => new()
    {
        Lane = Lane,
        Destination = destination,
        Mapping = Mapping,
        Reason = reason,
        At = at,
        ReceivedAt = ReceivedAt,
        Position = Position,
        Attempts = Attempts,
        Status = Status,
        Detail = Detail,
        FirstAttemptAt = Attempts > 0 ? FirstAttemptAt : null,
        LastAttemptAt = answer is { Tries: > 0 } ? at : null,
        AnswerHeaders = answer?.Headers,
        AnswerBody = answer?.Body,
        Replay = Replay,
        Request = Request,
    };
}
