using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Makes what ingest did visible: every answer and every dropped event in a counter, and what someone should look into in a line a minute.</summary>
internal sealed class IngestReports(IngestMetrics metrics, TimeProvider time, ILogger<IngestReports> logger)
{
    private readonly SparseLog _unknownKeys = new(time);
    private readonly SparseLog _rejections = new(time);
    private readonly SparseLog _badRequests = new(time);
    private readonly SparseLog _unavailable = new(time);

    public void Answered(Reply reply)
    {
        metrics.Answered(reply.Answer);
        switch (reply.Answer)
        {
            case Answer.UnknownWriteKey when _unknownKeys.Add(1) is { } requests:
                logger.IngestUnknownWriteKey(requests);
                break;
            case Answer.Malformed or Answer.TooLarge when _badRequests.Add(1) is { } requests:
                logger.IngestBadRequests(requests, reply.Message ?? "");
                break;
            case Answer.LogFull or Answer.LogFailed when _unavailable.Add(1) is { } requests:
                logger.IngestLogUnavailable(requests, reply.Detail ?? "");
                break;
        }
    }

    public void Rejected(IReadOnlyDictionary<Rejection, int> rejected)
    {
        foreach (var (rejection, events) in rejected)
        {
            metrics.EventsRejected(rejection, events);
            if (_rejections.Add(events) is { } total)
            {
                logger.IngestEventsRejected(total, rejection.ToReason());
            }
        }
    }

    public void Appended(IReadOnlyList<EventType> types, IReadOnlyList<LogPosition> positions)
    {
        Span<int> accepted = stackalloc int[EventTypes.All.Length];
        var duplicates = 0;
        for (var index = 0; index < types.Count; index++)
        {
            if (positions[index] == LogPosition.None)
            {
                duplicates++;
            }
            else
            {
                accepted[(int)types[index]]++;
            }
        }

        foreach (var type in EventTypes.All)
        {
            if (accepted[(int)type] > 0)
            {
                metrics.EventsAccepted(type, accepted[(int)type]);
            }
        }

        if (duplicates > 0)
        {
            metrics.EventsDuplicate(duplicates);
        }
    }
}
