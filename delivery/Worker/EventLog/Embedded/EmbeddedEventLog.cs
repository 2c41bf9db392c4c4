using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>The event log in the worker's own SQLite file. README.md in this folder explains its shape.</summary>
internal sealed class EmbeddedEventLog : IEventLog, IDisposable
{
    private readonly EmbeddedStore _store;
    private readonly EmbeddedLogOptions _options;
    private readonly LogWatch _watch;
    private readonly LogMemory _memory;
    private readonly MessageIds _ids;
    private readonly AppendQueue _appends;
    private readonly LaneCursors _cursors;
    private readonly LogReader _reader;
    private readonly Retention _retention;

    /// <summary>The store must have been made with <see cref="LogSchema.Schema"/>. <see cref="StartAsync"/> comes after the store's own start.</summary>
    public EmbeddedEventLog(EmbeddedStore store, EmbeddedLogOptions options, LogWatch watch)
    {
        _store = store;
        _options = options;
        _watch = watch;
        _memory = new LogMemory(options.RecentBytes);
        _ids = new MessageIds(options.MaxMessageIds, watch.Metrics, watch.Logger);
        _cursors = new LaneCursors(store);
        _appends = new AppendQueue(options.MaxQueuedBytes, queue => store.Post(new AppendWrite(queue, _memory, _ids, _cursors, watch.Time)));
        _reader = new LogReader(store, _memory, watch.Metrics, watch.Logger);
        _retention = new Retention(store, _memory, _ids, _cursors, watch);
    }

    /// <summary>
    /// Reads the log's ends, cursors and message ids. Nothing may be asked of the log before. Nothing is deleted until <see cref="Configure"/> has said
    /// what may be: bounds that are not known yet must not cost events.
    /// </summary>
    public async Task<StoreOpening> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _store.ReadAsync(Load, cancellationToken);
        }
        catch (SqliteException exception)
        {
            return new StoreOpening($"the event log cannot be read: {exception.ToOutcome().Reason}");
        }

        _retention.Start(_options.RetentionInterval);
        return StoreOpening.Ready;
    }

    public void Configure(EventLogSettings settings)
    {
        _retention.Configure(settings);
        _ids.Window = settings.DeduplicationWindow;
    }

    public async ValueTask<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (batch.Entries.Count == 0)
        {
            return new AppendResult(WriteOutcome.Durable, []);
        }

        var started = _watch.Time.GetTimestamp();
        var result = await _appends.Add(batch);
        _watch.Metrics.Appended(_watch.Time.GetElapsedTime(started));
        _retention.Appended();
        return result;
    }

    public ValueTask<LogSlice> ReadAsync(LogPosition from, int maxEvents, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        return _reader.ReadAsync(Math.Max(1, from.Value), maxEvents, cancellationToken);
    }

    public ValueTask<LogPosition> FindAsync(DateTimeOffset since, CancellationToken cancellationToken) => _reader.FindAsync(since, cancellationToken);

    public ValueTask<LogExtent> GetExtentAsync(CancellationToken cancellationToken) => new(_memory.State.Extent);

    public async ValueTask<ILogCursor?> OpenCursorAsync(string lane, CursorStart start, CancellationToken cancellationToken)
    {
        var state = _memory.State;
        var first = start == CursorStart.Oldest ? state.Oldest : Math.Min(start.First?.Value ?? state.Head, state.Head);
        var next = await _cursors.OpenAsync(lane, first, cancellationToken);
        return next is { } at ? new EmbeddedCursor(lane, at, _cursors, _memory, _reader, new LogRetryDelay(_watch.Time, _watch.Logger)) : null;
    }

    public ValueTask<WriteOutcome> RemoveCursorAsync(string lane, CancellationToken cancellationToken) => _cursors.RemoveAsync(lane, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListCursorsAsync(CancellationToken cancellationToken) => new([.. _cursors.Snapshot().Select(cursor => cursor.Key)]);

    public void Dispose() => _retention.Dispose();

    private bool Load(StoreConnection connection)
    {
        var beginning = BlockTable.Beginning(connection);
        var oldest = BlockTable.Oldest(connection, 1).FirstOrDefault() ?? beginning;
        var newest = BlockTable.Newest(connection) ?? beginning;
        _memory.Load(new LogState(newest.End, newest.EndBytes, beginning.First, beginning.StartBytes, oldest.Appended, newest.Appended));
        _cursors.Load(connection);
        _ids.Load(connection);
        _watch.Logger.LogOpened(_memory.State.Events, new LogPosition(beginning.First), new LogPosition(newest.End), _cursors.Snapshot().Count, _ids.Count);
        return true;
    }
}
