namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>Where the store is and what bounds it. The folder belongs to one process at a time.</summary>
internal sealed record EmbeddedStoreOptions
{
    public const string FileName = "events.db";

    /// <summary>Created if missing. It must be on a local disk: SQLite's WAL needs shared memory and honest fsync.</summary>
    public required string Folder { get; init; }

    /// <summary>A hard bound on the database file, beyond which writes are <see cref="WriteStatus.Full"/>. Null: only the disk bounds it.</summary>
    public long? MaxFileBytes { get; init; }

    /// <summary>Writes waiting for the writer, beyond which new ones are <see cref="WriteStatus.Busy"/>. 32 MB: about a second of what a slow disk takes.</summary>
    public long MaxQueuedBytes { get; init; } = 32 << 20;

    /// <summary>How many writes may wait, whatever their size.</summary>
    public int MaxQueuedWrites { get; init; } = 65_536;

    /// <summary>The size of the WAL at which the writer copies it back into the database file.</summary>
    public long CheckpointBytes { get; init; } = 16 << 20;

    /// <summary>Connections for reading, opened as needed.</summary>
    public int MaxReaders { get; init; } = 4;

    public string FilePath => Path.Combine(Folder, FileName);
}
