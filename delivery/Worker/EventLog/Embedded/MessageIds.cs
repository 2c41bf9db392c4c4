using System.Buffers.Binary;
using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>
/// The message ids of the window: looked up in memory, kept on disk beside each block, so that a restart forgets none. They outlive their block when
/// retention by size is shorter than the window. Belongs to the writer's thread, except for <see cref="Window"/>.
/// </summary>
internal sealed class MessageIds(int maxKeys, EventLogMetrics metrics, ILogger logger)
{
    private const int PrunedRows = 500;

    private readonly MessageIdIndex _index = new(maxKeys);
    private long _windowTicks = new EventLogSettings().DeduplicationWindow.Ticks;

    /// <summary>Zero: no message id is looked up or kept. The default holds until the log is configured.</summary>
    public TimeSpan Window
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _windowTicks));
        set => Interlocked.Exchange(ref _windowTicks, value.Ticks);
    }

    public int Count => _index.Count;

    public bool Contains(MessageKey key, long now) => _index.Contains(key, OldestSecond(now));

    /// <summary>Keeps a block's keys on disk; the index learns them by <see cref="Remember"/> once they are durable.</summary>
    public static void Insert(StoreConnection connection, LogBlock block, IReadOnlyList<MessageKey> keys)
    {
        var bytes = new byte[keys.Count * MessageKey.Bytes];
        for (var index = 0; index < keys.Count; index++)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(index * MessageKey.Bytes), keys[index].Value);
        }

        connection.Execute("INSERT INTO log_message_ids (first, appended, keys) VALUES (?1, ?2, ?3)", block.First, block.Appended, bytes);
    }

    public void Remember(IEnumerable<MessageKey> keys, long appended)
    {
        var oldest = OldestSecond(appended);
        foreach (var key in keys)
        {
            if (_index.Add(key, ToSecond(appended), oldest))
            {
                logger.LogDeduplicationShortened(_index.Count, ToSecond(appended) - _index.Floor);
            }
        }

        metrics.Remembered(_index.Count);
    }

    /// <summary>Remembers whatever is on disk: what is older than the window has been pruned, or the window is not known yet.</summary>
    public void Load(StoreConnection connection)
    {
        using var reader = connection.Command("SELECT appended, keys FROM log_message_ids ORDER BY first").ExecuteReader();
        while (reader.Read())
        {
            Remember(Decode(reader.GetFieldValue<byte[]>(1)), reader.GetInt64(0));
        }
    }

    /// <summary>Deletes the rows that the window has left behind, a bounded number at a time. True when there may be more.</summary>
    public bool Prune(StoreConnection connection, long now)
    {
        var limit = now - (long)Window.TotalMilliseconds;
        var last = 0L;
        var rows = 0;
        using (var reader = connection.Command("SELECT first, appended FROM log_message_ids ORDER BY first LIMIT ?1", PrunedRows).ExecuteReader())
        {
            for (; reader.Read() && reader.GetInt64(1) < limit; rows++)
            {
                last = reader.GetInt64(0);
            }
        }

        if (rows > 0)
        {
            connection.Execute("DELETE FROM log_message_ids WHERE first <= ?1", last);
        }

        return rows == PrunedRows;
    }

    private static uint ToSecond(long milliseconds) => (uint)(milliseconds / 1000);

    private static IEnumerable<MessageKey> Decode(byte[] keys)
    {
        for (var offset = 0; offset + MessageKey.Bytes <= keys.Length; offset += MessageKey.Bytes)
        {
            yield return new MessageKey(BinaryPrimitives.ReadUInt128LittleEndian(keys.AsSpan(offset)));
        }
    }

    private uint OldestSecond(long now) => (uint)Math.Max(0, (now / 1000) - (long)Window.TotalSeconds);
}
