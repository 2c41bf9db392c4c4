using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>
/// The worker's one SQLite file: the event log, the lanes' cursors, parked deliveries and dead letters. One file, so that one fsync of one writer carries
/// all that happened at a time, and what is posted first is durable first: a delivery parked before its cursor moves can never be lost between the two.
/// </summary>
internal sealed class EmbeddedStore(
    EmbeddedStoreOptions options, IReadOnlyList<StoreSchema> schemas, StoreMetrics metrics, TimeProvider time, ILogger<EmbeddedStore> logger) : IDisposable
{
    private readonly StoreReaders _readers = new(options);
    private FolderLock? _lock;
    private StoreConnection? _connection;
    private StoreWriter? _writer;

    /// <summary>Takes the folder, opens the file, brings it to the known schema and starts the writer. What a user can mend is in the result.</summary>
    public StoreOpening Start()
    {
        try
        {
            Directory.CreateDirectory(options.Folder);
            _lock = FolderLock.TryTake(options.Folder);
            if (_lock is null)
            {
                return new StoreOpening($"{options.Folder} is in use by another process, or cannot be written to.");
            }

            var damage = StoreDamage.Find(options.FilePath);
            if (damage.Problem is { } problem)
            {
                return new StoreOpening($"{options.FilePath}: {problem}");
            }

            if (damage.TornAt is { } place)
            {
                logger.StoreTailTorn(options.FilePath, place);
            }

            _connection = StoreConnections.OpenWriter(options);
            if (StoreMigrations.Apply(_connection, schemas) is { } refusal)
            {
                return new StoreOpening($"{options.FilePath}: {refusal}");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            return new StoreOpening($"{options.FilePath} cannot be opened: {exception.Message}");
        }

        _writer = new StoreWriter(_connection, options, metrics, time, logger);
        _writer.Start();
        logger.StoreOpened(options.FilePath);
        return StoreOpening.Ready;
    }

    /// <summary>Joins the next group commit. Writes are applied in the order in which they were posted.</summary>
    public void Post(IStoreWrite write)
    {
        if (_writer is null)
        {
            write.Complete(WriteOutcome.Stopping);
            return;
        }

        _writer.Post(write);
    }

    /// <summary>
    /// Joins the next group commit; the task ends when it is durable or has failed, and does not throw for what a disk can do.
    /// Cancelling ends the wait, not the write.
    /// </summary>
    public Task<WriteOutcome> WriteAsync(Action<StoreConnection> apply, int bytes, CancellationToken cancellationToken)
    {
        var write = new DelegateWrite(apply, bytes);
        Post(write);
        return write.Outcome.WaitAsync(cancellationToken);
    }

    /// <summary>Runs short queries on a reading connection: it sees everything that was durable when its first query began. Throws <see cref="SqliteException"/>.</summary>
    public ValueTask<T> ReadAsync<T>(Func<StoreConnection, T> read, CancellationToken cancellationToken) => _readers.ReadAsync(read, cancellationToken);

    /// <summary>Writes what is queued, folds the WAL into the file and lets the folder go. Reads must have ended.</summary>
    public void Dispose()
    {
        _writer?.Stop();
        _readers.Dispose();
        _connection?.Dispose();
        _lock?.Dispose();
    }
}
