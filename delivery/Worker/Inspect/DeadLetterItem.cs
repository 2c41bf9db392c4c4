using System.Text;
using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>A dead letter as a person sees it: without secrets.</summary>
internal sealed record DeadLetterItem
{
    public required long Id { get; init; }

    public required string Destination { get; init; }

    public required string Mapping { get; init; }

    public required DeadLetterReason Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required int Attempts { get; init; }

    public DateTimeOffset? FirstAttemptAt { get; init; }

    public DateTimeOffset? LastAttemptAt { get; init; }

    public int? Status { get; init; }

    public string? Detail { get; init; }

    public IReadOnlyDictionary<string, string>? AnswerHeaders { get; init; }

    /// <summary>The start of the last answer's body.</summary>
    public string? AnswerBody { get; init; }

    public required string WebhookId { get; init; }

    public required string Method { get; init; }

    public required string Url { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string? ContentType { get; init; }

    public string? Body { get; init; }

    /// <summary>The body is longer than what is told of it.</summary>
    public bool? BodyIsCut { get; init; }

    /// <param name="letter">The dead letter.</param>
    /// <param name="ownHeader">The header that its destination authenticates with; null where that is Authorization, or nothing.</param>
    /// <param name="bodyBytes">How much of the request's body to tell, at most; null for all of it.</param>
    public static DeadLetterItem Of(DeadLetter letter, string? ownHeader, int? bodyBytes = null) => new()
    {
        Id = letter.Id,
        Destination = letter.Destination,
        Mapping = letter.Mapping,
        Reason = letter.Reason,
        At = letter.At,
        ReceivedAt = letter.ReceivedAt,
        Attempts = letter.Attempts,
        Status = letter.Status,
        Detail = letter.Detail,
        FirstAttemptAt = letter.FirstAttemptAt,
        LastAttemptAt = letter.LastAttemptAt,
        AnswerHeaders = letter.AnswerHeaders,
        AnswerBody = letter.AnswerBody,
        WebhookId = letter.Request.WebhookId,
        Method = letter.Request.Target.Method,
        Url = Redaction.Url(letter.Request.Target.Url),
        Headers = Redaction.Headers(letter.Request.Target, ownHeader),
        ContentType = letter.Request.Target.ContentType,
        Body = letter.Request.Body is { } body ? Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, bodyBytes ?? body.Length)]) : null,
        BodyIsCut = letter.Request.Body is { } whole && whole.Length > bodyBytes ? true : null,
    };
}
