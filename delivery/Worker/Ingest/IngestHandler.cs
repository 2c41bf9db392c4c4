using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Net.Http.Headers;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>
/// One request to the tracking API:
/// 1. closed, or the header's key is another: answered at once;
/// 2. the body is read within the limits, and verified to be one JSON object;
/// 3. the body's key counts where the header had none; the rate limit counts the events;
/// 4. each event is validated and written as the log keeps it;
/// 5. the answer is 200 once the valid ones are durable.
/// </summary>
internal sealed class IngestHandler(IEventLog log, IngestControl control, IngestReports reports, MessageIdFactory messageIds, InFlightBudget budget, TimeProvider time)
{
    private static readonly TimeSpan NotReadyPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FullPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FailedPause = TimeSpan.FromSeconds(10);

    private readonly BodyReader _bodies = new(budget, time);

    /// <param name="context">The request.</param>
    /// <param name="type">The route's type; null on the routes that take a batch.</param>
    public async Task HandleAsync(HttpContext context, EventType? type)
    {
        try
        {
            var reply = await ReplyAsync(context, type);
            reports.Answered(reply);
            await ReplyWriter.WriteAsync(context.Response, reply, context.RequestAborted);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The sender has gone; it will try again.
        }
    }

    private async Task<Reply> ReplyAsync(HttpContext context, EventType? type)
    {
        // 1
        if (control.Settings is not { } settings)
        {
            return new Reply(Answer.NotReady, "The source is not ready to take events.", NotReadyPause);
        }

        var headerKey = WriteKeys.FromHeader(context.Request.Headers[HeaderNames.Authorization]);
        if (headerKey is not null && !WriteKeys.AreEqual(headerKey, settings.WriteKey))
        {
            return Reply.UnknownWriteKey;
        }

        // 2
        var maxBytes = type is null ? settings.MaxBatchBytes : settings.MaxEventBytes;
        using var body = new PooledBuffer(budget);
        if (await _bodies.ReadAsync(context.Request, maxBytes, body, context.RequestAborted) is { } problem)
        {
            return ReplyTo(problem, maxBytes);
        }

        var root = RequestRoot.TryRead(body.Written, settings.MaxEventsPerBatch, out var malformed);
        if (root is null)
        {
            return new Reply(Answer.Malformed, malformed);
        }

        // 3
        if (headerKey is null && !WriteKeys.AreEqual(WriteKeys.FromBody(root), settings.WriteKey))
        {
            return Reply.UnknownWriteKey;
        }

        if (control.Bucket?.Take(Math.Max(1, root.ItemCount)) is { } wait)
        {
            return new Reply(Answer.RateLimited, "The source's rate limit is reached.", wait);
        }

        // 4
        var normalizer = new EventNormalizer(settings, messageIds);
        var receivedAt = time.GetUtcNow();
        using var events = new NormalizedEvents(budget);
        if ((type is { } routeType ? normalizer.NormalizeEvent(root, routeType, receivedAt, events) : normalizer.NormalizeBatch(root, receivedAt, events)) is { } refusal)
        {
            return refusal == Answer.TooLarge
                ? new Reply(refusal, "The batch's context and integrations, copied into each of its events, make it too large.")
                : ReplyTo(refusal, maxBytes);
        }

        // 5. The events are in a buffer of their own, and the log may take its time.
        body.Dispose();
        return await AppendAsync(events, context.RequestAborted);
    }

    private static Reply ReplyTo(Answer problem, int maxBytes) => problem switch
    {
        Answer.TooLarge => new Reply(problem, $"The body is larger than {maxBytes} bytes."),
        Answer.TooSlow => new Reply(problem, "The body took too long."),
        Answer.Busy => new Reply(problem, "Too many requests are under way.", BusyPause),
        _ => new Reply(problem, "The body's encoding is neither gzip nor none."),
    };

    private async Task<Reply> AppendAsync(NormalizedEvents events, CancellationToken cancellationToken)
    {
        var result = await log.AppendAsync(events.Batch, cancellationToken);
        if (!result.Outcome.IsDurable)
        {
            return ReplyTo(result.Outcome);
        }

        reports.Rejected(events.Rejected);
        reports.Appended(events.Types, result.Positions);
        return Reply.Accepted;
    }

    private static Reply ReplyTo(WriteOutcome outcome) => outcome.Status switch
    {
        WriteStatus.Full => new Reply(Answer.LogFull, "The event log is full.", FullPause, outcome.Reason),
        WriteStatus.Busy => new Reply(Answer.Busy, "Too many events wait to be written.", BusyPause, outcome.Reason),
        _ => new Reply(Answer.LogFailed, "The event log cannot keep events now.", FailedPause, outcome.Reason),
    };
}
