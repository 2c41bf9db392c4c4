using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>
/// The events of one source, in the order in which they became durable, kept for a time whoever reads them. Every engine passes the same conformance suite.
/// Broken storage is a value where something was to be kept, and an exception of the engine where something was to be read.
/// </summary>
internal interface IEventLog
{
    /// <summary>
    /// Appends the events that are not duplicates; ends when they are durable or have failed. A duplicate of an event that is still being written shares its outcome.
    /// The token is honoured until the batch is queued: after that the buffer is in use, so the call waits for its end.
    /// </summary>
    ValueTask<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken);

    /// <summary>The events at and after a position, without waiting and without a cursor: replays and inspection. Empty at the head.</summary>
    ValueTask<LogSlice> ReadAsync(LogPosition from, int maxEvents, CancellationToken cancellationToken);

    /// <summary>The first event appended at or after a time; the head when there is none.</summary>
    ValueTask<LogPosition> FindAsync(DateTimeOffset since, CancellationToken cancellationToken);

    ValueTask<LogExtent> GetExtentAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Opens a lane's cursor behind its last commit. A lane that the log does not know begins at <paramref name="start"/>, and that beginning is durable when the task ends.
    /// Null when it could not be made durable: try again later. Until then the lane is known, and its beginning goes with the next append, so that a restart passes over nothing that was accepted
    /// since; <see cref="RemoveCursorAsync"/> forgets it. Opening a lane that is open is a defect of the caller and throws.
    /// </summary>
    ValueTask<ILogCursor?> OpenCursorAsync(string lane, CursorStart start, CancellationToken cancellationToken);

    /// <summary>Forgets a lane: opened again, it begins anew. A lane that is not known is already forgotten.</summary>
    ValueTask<WriteOutcome> RemoveCursorAsync(string lane, CancellationToken cancellationToken);

    /// <summary>The lanes that have a cursor, open or not; for removing those whose destination is gone.</summary>
    ValueTask<IReadOnlyList<string>> ListCursorsAsync(CancellationToken cancellationToken);

    /// <summary>New bounds, in force from the next append and the next pass of retention.</summary>
    void Configure(EventLogSettings settings);
}
