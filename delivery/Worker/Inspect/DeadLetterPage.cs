using System.Text;
using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>The answer of <c>GET /inspect/v1/dead-letters</c>: the newest first.</summary>
/// <param name="Items">At most what was asked for.</param>
/// <param name="Next">For <c>before=</c>, to go on; absent at the end.</param>
internal sealed record DeadLetterPage(IReadOnlyList<DeadLetterItem> Items, long? Next);

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

    public int? Status { get; init; }

    public string? Detail { get; init; }

    /// <summary>The start of the last answer's body.</summary>
    public string? AnswerBody { get; init; }

    public required string WebhookId { get; init; }

    public required string Method { get; init; }

    public required string Url { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string? ContentType { get; init; }

    public string? Body { get; init; }

    public static DeadLetterItem Of(DeadLetter letter) => new()
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
        AnswerBody = letter.AnswerBody,
        WebhookId = letter.Request.WebhookId,
        Method = letter.Request.Target.Method,
        Url = Redaction.Url(letter.Request.Target.Url),
        Headers = Redaction.Headers(letter.Request.Target),
        ContentType = letter.Request.Target.ContentType,
        Body = letter.Request.Body is { } body ? Encoding.UTF8.GetString(body.Span) : null,
    };
}
