using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.DeadLetters;

/// <summary>The dead letters, in the worker's one store. A delivery that dies twice (a crash, a replay) is one dead letter, with its last reason.</summary>
internal sealed class DeadLetterStore(EmbeddedStore store)
{
    /// <summary>A page ends early where its bodies come to so many bytes.</summary>
    private const int PageBytes = 8 << 20;

    public static StoreSchema Schema { get; } = new(
        "dead_letters",
        [
            $"""
            CREATE TABLE dead_letters (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                lane TEXT NOT NULL,
                destination TEXT NOT NULL,
                mapping TEXT NOT NULL,
                reason TEXT NOT NULL,
                at_ms INTEGER NOT NULL,
                received_ms INTEGER NOT NULL,
                position INTEGER NOT NULL,
                attempts INTEGER NOT NULL,
                status INTEGER,
                detail TEXT,
                answer_body TEXT,
                {RequestColumns.Definitions}
            );
            CREATE UNIQUE INDEX dead_letters_delivery ON dead_letters (lane, webhook_id);
            CREATE INDEX dead_letters_destination ON dead_letters (destination, id);
            """,
            """
            ALTER TABLE dead_letters ADD COLUMN first_attempt_ms INTEGER;
            ALTER TABLE dead_letters ADD COLUMN last_attempt_ms INTEGER;
            ALTER TABLE dead_letters ADD COLUMN answer_headers TEXT;
            """,
            $"ALTER TABLE dead_letters ADD COLUMN {RequestColumns.ItemsDefinition};",
            """
            ALTER TABLE dead_letters ADD COLUMN replay TEXT;
            CREATE INDEX dead_letters_replay ON dead_letters (replay) WHERE replay IS NOT NULL;
            """,
            "CREATE INDEX dead_letters_age ON dead_letters (destination, at_ms);",
        ]);

    public Task<WriteOutcome> AddAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        store.WriteAsync(connection => Insert(connection, letter), RequestColumns.BytesOf(letter.Request), cancellationToken);

    /// <summary>For another room's write, so that a delivery leaves the one and enters the other in one commit. A batch is a dead letter for each of its events: a batch of one.</summary>
    public static void Insert(StoreConnection connection, DeadLetter letter)
    {
        if (letter.Request.Items is not { Count: > 1 } items)
        {
            InsertOne(connection, letter);
            return;
        }

        foreach (var item in items)
        {
            InsertOne(connection, letter with { ReceivedAt = item.ReceivedAt, Position = item.Position, Request = BatchParts.Of(letter.Request, [item]) });
        }
    }

    /// <summary>For another room's write: takes a dead letter out; null when it is gone already.</summary>
    public static DeadLetter? Take(StoreConnection connection, long id)
    {
        DeadLetter? letter;
        using (var reader = connection.Command($"SELECT id, {DeadLetterColumns.Names} FROM dead_letters WHERE id = ?1", id).ExecuteReader())
        {
            letter = reader.Read() ? DeadLetterColumns.Read(reader) : null;
        }

        connection.Execute("DELETE FROM dead_letters WHERE id = ?1", id);
        return letter;
    }

    /// <summary>The newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only those with a smaller id; null: from the newest.</param>
    /// <param name="limit">At most so many; fewer where they are large, but at least one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, long? before, int limit, CancellationToken cancellationToken) => store.ReadAsync(
        connection =>
        {
            var query = new FilterQuery(connection, filter);
            query.And("id <", before);
            var sql = $"SELECT id, {DeadLetterColumns.Names} FROM dead_letters {query.Where} ORDER BY id DESC LIMIT {query.Parameter(limit)}";
            using var reader = connection.Command(sql, query.Values).ExecuteReader();
            var letters = new List<DeadLetter>();
            var bytes = 0L;
            while (bytes < PageBytes && reader.Read())
            {
                letters.Add(DeadLetterColumns.Read(reader));
                bytes += RequestColumns.BytesOf(letters[^1].Request);
            }

            return (IReadOnlyList<DeadLetter>)letters;
        },
        cancellationToken);

    /// <summary>How many match, and the id of the newest of them; 0 when there is none.</summary>
    public ValueTask<(long Count, long LastId)> MatchAsync(DeadLetterFilter filter, CancellationToken cancellationToken) => store.ReadAsync(
        connection =>
        {
            var query = new FilterQuery(connection, filter);
            using var reader = connection.Command($"SELECT COUNT(*), IFNULL(MAX(id), 0) FROM dead_letters {query.Where}", query.Values).ExecuteReader();
            return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
        },
        cancellationToken);

    /// <summary>Ids of those that match, the oldest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">Only greater ids.</param>
    /// <param name="lastId">None that died after this one.</param>
    /// <param name="limit">At most so many; fewer where they are large, but at least one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<IReadOnlyList<long>> FindAsync(DeadLetterFilter filter, long after, long lastId, int limit, CancellationToken cancellationToken) => store.ReadAsync(
        connection =>
        {
            var query = new FilterQuery(connection, filter);
            query.And("id >", after);
            query.And("id <=", lastId);
            var sql = $"SELECT id, IFNULL(LENGTH(body), 0) FROM dead_letters {query.Where} ORDER BY id LIMIT {query.Parameter(limit)}";
            using var reader = connection.Command(sql, query.Values).ExecuteReader();
            var ids = new List<long>();
            var bytes = 0L;
            while (bytes < PageBytes && reader.Read())
            {
                ids.Add(reader.GetInt64(0));
                bytes += reader.GetInt64(1);
            }

            return (IReadOnlyList<long>)ids;
        },
        cancellationToken);

    /// <summary>Deletes these in one write.</summary>
    /// <returns>The outcome, and how many there still were.</returns>
    public async Task<(WriteOutcome Outcome, int Deleted)> DeleteAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var outcome = await store.WriteAsync(
            connection => deleted = ids.Sum(id => connection.Execute("DELETE FROM dead_letters WHERE id = ?1", id)), 64 * (ids.Count + 1), cancellationToken);
        return (outcome, outcome.IsDurable ? deleted : 0);
    }

    /// <summary>How many there are of each destination, also of those that are gone.</summary>
    public ValueTask<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellationToken) => store.ReadAsync(
        connection =>
        {
            using var reader = connection.Command("SELECT destination, COUNT(*) FROM dead_letters GROUP BY destination").ExecuteReader();
            var counts = new Dictionary<string, long>(StringComparer.Ordinal);
            while (reader.Read())
            {
                counts[reader.GetString(0)] = reader.GetInt64(1);
            }

            return (IReadOnlyDictionary<string, long>)counts;
        },
        cancellationToken);

    /// <summary>
    /// Deletes a destination's oldest until at most so many are left and none is older; at most <paramref name="limit"/> of them in one write, and none where there is nothing to delete.
    /// </summary>
    public async Task<(WriteOutcome Outcome, int Deleted)> TrimAsync(
        string destination, int maxCount, DateTimeOffset oldest, int limit, CancellationToken cancellationToken)
    {
        // By a reading connection, so that the store's writer, which appends wait for, looks for nothing: it is told ids.
        var ids = await store.ReadAsync(
            connection => FindAged(connection, destination, oldest, limit).Union(FindBeyond(connection, destination, maxCount, limit)).Take(limit).ToList(), cancellationToken);
        return ids.Count == 0 ? (WriteOutcome.Durable, 0) : await DeleteAsync(ids, cancellationToken);
    }

    private static List<long> FindAged(StoreConnection connection, string destination, DateTimeOffset oldest, int limit) => ReadIds(
        connection,
        "SELECT id FROM dead_letters WHERE destination = ?1 AND at_ms < ?2 ORDER BY at_ms LIMIT ?3",
        destination,
        oldest.ToUnixTimeMilliseconds(),
        limit);

    private static List<long> FindBeyond(StoreConnection connection, string destination, int maxCount, int limit)
    {
        var count = connection.Scalar("SELECT COUNT(*) FROM dead_letters WHERE destination = ?1", destination) ?? 0;
        return count <= maxCount
            ? []
            : ReadIds(connection, "SELECT id FROM dead_letters WHERE destination = ?1 ORDER BY id LIMIT ?2", destination, Math.Min(limit, count - maxCount));
    }

    private static List<long> ReadIds(StoreConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = connection.Command(sql, values).ExecuteReader();
        var ids = new List<long>();
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }

    private static void InsertOne(StoreConnection connection, DeadLetter letter)
    {
        // REPLACE gives it a new id: ids stay in the order of dying.
        connection.Execute(
            $"INSERT OR REPLACE INTO dead_letters ({DeadLetterColumns.Names}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
            DeadLetterColumns.Values(letter));
    }
}
