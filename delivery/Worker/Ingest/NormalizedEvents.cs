using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>What a request's events came to: those to append, with their types, and those that were rejected. Owns the buffer that the events are in.</summary>
internal sealed class NormalizedEvents(InFlightBudget budget) : IDisposable
{
    private readonly List<EventEntry> _entries = [];
    private readonly List<EventType> _types = [];
    private readonly Dictionary<Rejection, int> _rejected = [];

    public PooledBuffer Buffer { get; } = new(budget);

    public EventBatch Batch => new(Buffer.Written, _entries);

    /// <summary>One for each entry of the batch.</summary>
    public IReadOnlyList<EventType> Types => _types;

    public IReadOnlyDictionary<Rejection, int> Rejected => _rejected;

    public void Add(EventType type, EventEntry entry)
    {
        _entries.Add(entry);
        _types.Add(type);
    }

    public void Reject(Rejection rejection, int events = 1) => _rejected[rejection] = _rejected.GetValueOrDefault(rejection) + events;

    public void Dispose() => Buffer.Dispose();
}
