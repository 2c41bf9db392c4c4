using Prometheus;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>What came in. The totals are since the process began, for status; the counters say the same to Prometheus with more detail.</summary>
internal sealed class IngestMetrics
{
    private readonly Counter _requests;
    private readonly Counter _accepted;
    private readonly Counter _rejected;
    private readonly Counter _duplicates;

    private long _acceptedTotal;
    private long _rejectedTotal;
    private long _duplicatesTotal;

    public IngestMetrics(IMetricFactory metrics)
    {
        _requests = metrics.CreateCounter("extensible_webhooks_ingest_requests_total", "Requests to the tracking API, by how they were answered.", ["answer"]);
        _accepted = metrics.CreateCounter("extensible_webhooks_events_accepted_total", "Events that became durable, by type.", ["type"]);
        _rejected = metrics.CreateCounter("extensible_webhooks_events_rejected_total", "Events that were dropped as invalid, by reason.", ["reason"]);
        _duplicates = metrics.CreateCounter("extensible_webhooks_events_duplicates_total", "Events that were dropped because their messageId was known.");

        // Series that exist from the start can be alerted on: the first increase is seen.
        foreach (var answer in Enum.GetValues<Answer>())
        {
            _requests.WithLabels(ReplyWriter.CodeOf(answer));
        }

        foreach (var type in EventTypes.All)
        {
            _accepted.WithLabels(type.ToName());
        }

        foreach (var rejection in Rejections.All)
        {
            _rejected.WithLabels(rejection.ToReason());
        }
    }

    public long Accepted => Interlocked.Read(ref _acceptedTotal);

    public long Rejected => Interlocked.Read(ref _rejectedTotal);

    public long Duplicates => Interlocked.Read(ref _duplicatesTotal);

    public void Answered(Answer answer) => _requests.WithLabels(ReplyWriter.CodeOf(answer)).Inc();

    public void EventsAccepted(EventType type, int events)
    {
        _accepted.WithLabels(type.ToName()).Inc(events);
        Interlocked.Add(ref _acceptedTotal, events);
    }

    public void EventsRejected(Rejection rejection, int events)
    {
        _rejected.WithLabels(rejection.ToReason()).Inc(events);
        Interlocked.Add(ref _rejectedTotal, events);
    }

    public void EventsDuplicate(int events)
    {
        _duplicates.Inc(events);
        Interlocked.Add(ref _duplicatesTotal, events);
    }
}
