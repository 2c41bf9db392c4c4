namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>An answer with what goes with it.</summary>
/// <param name="Answer">Decides the status code.</param>
/// <param name="Message">For a person who looks at the body of a 4xx or 5xx; holds nothing of the request.</param>
/// <param name="RetryAfter">With 429 and 503; sent in whole seconds, rounded up.</param>
/// <param name="Detail">For the log only: what broke inside.</param>
internal sealed record Reply(Answer Answer, string? Message = null, TimeSpan? RetryAfter = null, string? Detail = null)
{
    public static readonly Reply Accepted = new(Answer.Accepted);

    public static readonly Reply UnknownWriteKey = new(Answer.UnknownWriteKey);
}
