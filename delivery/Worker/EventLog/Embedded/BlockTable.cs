using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>The statements over log_block.</summary>
internal static class BlockTable
{
    public static void Insert(StoreConnection connection, LogBlock block, long startBytes) => connection.Execute(
        "INSERT INTO log_block (first, count, appended, start_bytes, checksum, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        block.First,
        block.Events.Length,
        block.Appended,
        startBytes,
        (long)LogBlock.Checksum(block.First, block.Appended, block.Events.Length, block.Data),
        block.Data);

    /// <summary>The rows from the one that holds this position (or, if it is gone, the next one) onwards, read one by one as they are asked for.</summary>
    public static IEnumerable<StoredBlock> From(StoreConnection connection, long position)
    {
        using var reader = connection.Command(
            """
            SELECT first, count, appended, checksum, data FROM log_block
            WHERE first >= (SELECT coalesce(max(first), 0) FROM log_block WHERE first <= ?1) ORDER BY first
            """,
            position).ExecuteReader();
        while (reader.Read())
        {
            yield return new StoredBlock(reader.GetInt64(0), reader.GetInt32(1), reader.GetInt64(2), (uint)reader.GetInt64(3), reader.GetFieldValue<byte[]>(4));
        }
    }

    /// <summary>The oldest rows without their data, at most <paramref name="limit"/>.</summary>
    public static List<BlockHeader> Oldest(StoreConnection connection, int limit) => Headers(
        connection, "SELECT first, count, appended, start_bytes, length(data) FROM log_block ORDER BY first LIMIT ?1", limit);

    public static BlockHeader? Newest(StoreConnection connection) => Headers(
        connection, "SELECT first, count, appended, start_bytes, length(data) FROM log_block ORDER BY first DESC LIMIT ?1", 1).FirstOrDefault();

    /// <summary>The row that holds this position, or, if that is gone, the next one; null when there is none.</summary>
    public static BlockHeader? At(StoreConnection connection, long position) => Headers(
        connection,
        """
        SELECT first, count, appended, start_bytes, length(data) FROM log_block
        WHERE first >= (SELECT coalesce(max(first), 0) FROM log_block WHERE first <= ?1) ORDER BY first LIMIT 1
        """,
        position).FirstOrDefault();

    /// <summary>Where the log begins, kept apart from the rows so that an empty log knows where it was.</summary>
    public static BlockHeader Beginning(StoreConnection connection) =>
        Headers(connection, "SELECT first, 0, appended, start_bytes, 0 FROM log_oldest WHERE id = ?1", 1)[0];

    public static void SetBeginning(StoreConnection connection, BlockHeader beginning) => connection.Execute(
        "UPDATE log_oldest SET first = ?1, start_bytes = ?2, appended = ?3", beginning.First, beginning.StartBytes, beginning.Appended);

    public static void DeleteBefore(StoreConnection connection, long position) => connection.Execute("DELETE FROM log_block WHERE first < ?1", position);

    private static List<BlockHeader> Headers(StoreConnection connection, string sql, long value)
    {
        using var reader = connection.Command(sql, value).ExecuteReader();
        var headers = new List<BlockHeader>();
        while (reader.Read())
        {
            headers.Add(new BlockHeader(reader.GetInt64(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt32(4)));
        }

        return headers;
    }
}
