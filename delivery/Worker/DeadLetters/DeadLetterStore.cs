using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.DeadLetters;

/// <summary>The dead letters, in the worker's one store. A delivery that dies twice (a crash, a replay) is one dead letter, with its last reason.</summary>
internal sealed class DeadLetterStore(EmbeddedStore store)
{
    private const string Columns =
        $"id, lane, destination, mapping, reason, at_ms, received_ms, position, attempts, status, detail, answer_body, {RequestColumns.Names}";

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
        ]);

    public Task<WriteOutcome> AddAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        store.WriteAsync(connection => Insert(connection, letter), RequestColumns.BytesOf(letter.Request), cancellationToken);

    /// <summary>For another room's write, so that a delivery leaves the one and enters the other in one commit.</summary>
    public static void Insert(StoreConnection connection, DeadLetter letter)
    {
        // REPLACE gives it a new id: ids stay in the order of dying.
        connection.Execute(
            $"INSERT OR REPLACE INTO dead_letters ({Columns}) VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            [
                letter.Lane,
                letter.Destination,
                letter.Mapping,
                letter.Reason.ToString(),
                letter.At.ToUnixTimeMilliseconds(),
                letter.ReceivedAt.ToUnixTimeMilliseconds(),
                letter.Position,
                letter.Attempts,
                letter.Status,
                letter.Detail,
                letter.AnswerBody,
                .. RequestColumns.Values(letter.Request),
            ]);
    }

    /// <summary>The newest first.</summary>
    /// <param name="destination">Null: of all.</param>
    /// <param name="before">Only those with a smaller id; null: from the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(string? destination, long? before, int limit, CancellationToken cancellationToken) => store.ReadAsync(
        connection =>
        {
            using var reader = connection.Command(
                $"SELECT {Columns} FROM dead_letters WHERE (?1 IS NULL OR destination = ?1) AND id < ?2 ORDER BY id DESC LIMIT ?3",
                destination,
                before ?? long.MaxValue,
                limit).ExecuteReader();
            return (IReadOnlyList<DeadLetter>)Read(reader);
        },
        cancellationToken);

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

    /// <summary>Deletes a destination's oldest until at most so many are left and none is older; at most <paramref name="limit"/> of them in one write.</summary>
    public async Task<(WriteOutcome Outcome, int Deleted)> TrimAsync(
        string destination, int maxCount, DateTimeOffset oldest, int limit, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var outcome = await store.WriteAsync(
            connection => deleted = connection.Execute(
                """
                DELETE FROM dead_letters WHERE id IN (
                    SELECT id FROM dead_letters WHERE destination = ?1 AND (at_ms < ?2 OR id <= IFNULL(
                        (SELECT id FROM dead_letters WHERE destination = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?3), 0))
                    ORDER BY id LIMIT ?4)
                """,
                destination,
                oldest.ToUnixTimeMilliseconds(),
                maxCount,
                limit),
            256,
            cancellationToken);
        return (outcome, outcome.IsDurable ? deleted : 0);
    }

    private static List<DeadLetter> Read(SqliteDataReader reader)
    {
        var letters = new List<DeadLetter>();
        while (reader.Read())
        {
            letters.Add(new DeadLetter
            {
                Id = reader.GetInt64(0),
                Lane = reader.GetString(1),
                Destination = reader.GetString(2),
                Mapping = reader.GetString(3),
                Reason = Enum.Parse<DeadLetterReason>(reader.GetString(4)),
                At = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)),
                ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(6)),
                Position = reader.GetInt64(7),
                Attempts = reader.GetInt32(8),
                Status = reader.IsDBNull(9) ? null : reader.GetInt32(9),
                Detail = reader.IsDBNull(10) ? null : reader.GetString(10),
                AnswerBody = reader.IsDBNull(11) ? null : reader.GetString(11),
                Request = RequestColumns.Read(reader, 12),
            });
        }

        return letters;
    }
}
