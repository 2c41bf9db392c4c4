using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// Where new lanes begin: at the log's end of the moment when they were first wanted, however long the store refuses to make that durable. What is accepted meanwhile is theirs, also after a
/// restart: the log keeps a beginning that it was asked for with the next event that it accepts.
/// </summary>
internal sealed class LaneBeginnings(IEventLog log)
{
    /// <summary>By key, of the lanes that are wanted.</summary>
    private Dictionary<string, LogPosition> _beginnings = new(StringComparer.Ordinal);

    /// <summary>Before any event is accepted that is to reach these lanes. A lane that was wanted the last time keeps its beginning; one that is no longer forgets it.</summary>
    public async ValueTask WantAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var (known, head) = (_beginnings, (await log.GetExtentAsync(cancellationToken)).Head);
        _beginnings = keys.Distinct(StringComparer.Ordinal).ToDictionary(key => key, key => known.GetValueOrDefault(key, head), StringComparer.Ordinal);
    }

    /// <summary>As the log: where it left off, else at its beginning. Null: try again later.</summary>
    public ValueTask<ILogCursor?> OpenAsync(string key, CancellationToken cancellationToken) => log.OpenCursorAsync(key, new CursorStart(_beginnings[key]), cancellationToken);
}
