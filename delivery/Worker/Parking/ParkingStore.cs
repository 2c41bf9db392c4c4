using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Parking;

/// <summary>
/// The parked deliveries, in the worker's one store. A delivery is parked durably before its event counts as settled, so no crash can come between;
/// an event that is read again after a crash finds its delivery parked already and does not park a second one.
/// </summary>
internal sealed class ParkingStore(EmbeddedStore store)
{
    private const string Columns =
        $"id, lane, mapping, position, received_ms, first_attempt_ms, next_attempt_ms, attempts, waits, status, detail, rendered_under, events, replay, user_key, {RequestColumns.Names}";

    /// <summary>About how much is read at once: batches may be large.</summary>
    private const int ReadBytes = 16 << 20;

    public static StoreSchema Schema { get; } = new(
        "parking",
        [
            $"""
            CREATE TABLE parked (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                lane TEXT NOT NULL,
                mapping TEXT NOT NULL,
                position INTEGER NOT NULL,
                received_ms INTEGER NOT NULL,
                first_attempt_ms INTEGER NOT NULL,
                next_attempt_ms INTEGER NOT NULL,
                attempts INTEGER NOT NULL,
                waits INTEGER NOT NULL,
                status INTEGER,
                detail TEXT,
                {RequestColumns.Definitions}
            );
            CREATE UNIQUE INDEX parked_delivery ON parked (lane, webhook_id);
            CREATE INDEX parked_due ON parked (lane, next_attempt_ms);
            CREATE INDEX parked_age ON parked (lane, received_ms);
            """,
            "ALTER TABLE parked ADD COLUMN rendered_under INTEGER NOT NULL DEFAULT 0;",
            $"""
            ALTER TABLE parked ADD COLUMN events INTEGER NOT NULL DEFAULT 1;
            ALTER TABLE parked ADD COLUMN {RequestColumns.ItemsDefinition};
            """,
            """
            ALTER TABLE parked ADD COLUMN replay TEXT;
            CREATE INDEX parked_replay ON parked (replay) WHERE replay IS NOT NULL;
            """,
            ParkedOrder.Script,
        ]);

    /// <summary>Keeps a delivery. One of the same lane and webhook-id that is parked already stays, with its own time.</summary>
    /// <returns>The outcome, and whether a row was added.</returns>
    public async Task<(WriteOutcome Outcome, bool Added)> ParkAsync(ParkedDelivery delivery, CancellationToken cancellationToken)
    {
        var added = false;
        var outcome = await store.WriteAsync(
            connection => added = Insert(connection, delivery),
            RequestColumns.BytesOf(delivery.Request),
            cancellationToken);
        return (outcome, added);
    }

    /// <summary>Keeps deliveries, in this order, in one commit. Those of the same lane and webhook-id that are parked already stay.</summary>
    /// <returns>The outcome, and those that were added.</returns>
    public async Task<(WriteOutcome Outcome, IReadOnlyList<ParkedDelivery> Added)> ParkAsync(IReadOnlyList<ParkedDelivery> deliveries, CancellationToken cancellationToken)
    {
        IReadOnlyList<ParkedDelivery> added = [];
        var outcome = await store.WriteAsync(
            connection => added = [.. deliveries.Where(delivery => Insert(connection, delivery))],
            deliveries.Sum(delivery => RequestColumns.BytesOf(delivery.Request)),
            cancellationToken);
        return (outcome, added);
    }

    /// <summary>For another room's write. One of the same lane and webhook-id that is parked already stays; false then.</summary>
    public static bool Insert(StoreConnection connection, ParkedDelivery delivery) => connection.Execute(
        $"INSERT OR IGNORE INTO parked ({Columns}) VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
        [
            delivery.Lane,
            delivery.Mapping,
            delivery.Position,
            delivery.ReceivedAt.ToUnixTimeMilliseconds(),
            delivery.FirstAttemptAt.ToUnixTimeMilliseconds(),
            delivery.NextAttemptAt.ToUnixTimeMilliseconds(),
            delivery.Attempts,
            delivery.Waits,
            delivery.Status,
            delivery.Detail,
            delivery.RenderedUnder,
            delivery.Request.Events,
            delivery.Replay,
            delivery.User,
            .. RequestColumns.Values(delivery.Request),
        ]) > 0;

    /// <summary>For another room's write: one that is parked already counts as the replay's, unless another replay brought it; also while it is under way.</summary>
    public static void Mark(StoreConnection connection, ParkedDelivery delivery) => connection.Execute(
        "UPDATE parked SET replay = ?3 WHERE lane = ?1 AND webhook_id = ?2 AND replay IS NULL", delivery.Lane, delivery.Request.WebhookId, delivery.Replay);

    /// <summary>Those whose time has come, the most overdue first.</summary>
    public ValueTask<IReadOnlyList<ParkedDelivery>> ReadDueAsync(string lane, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        ReadDueAsync(lane, (now, DateTimeOffset.MaxValue), limit, new HashSet<long>(), withOrdered: true, cancellationToken);

    /// <summary>The same without some; fewer where their bodies are large (<see cref="ReadBytes"/>), but never none while there is one.</summary>
    /// <param name="lane">The lane's key.</param>
    /// <param name="times">Now, and what no delivery's time can be beyond: one whose time is was parked before the clock went back, and is due, too.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="except">Not these.</param>
    /// <param name="withOrdered">Those of a user's order, too.</param>
    /// <param name="cancellationToken">Ends the wait for a connection.</param>
    public ValueTask<IReadOnlyList<ParkedDelivery>> ReadDueAsync(
        string lane, (DateTimeOffset Now, DateTimeOffset Latest) times, int limit, IReadOnlySet<long> except, bool withOrdered, CancellationToken cancellationToken) => store.ReadAsync(
        connection =>
        {
            var due = ReadWhere("next_attempt_ms <= ?2", times.Now);
            return (IReadOnlyList<ParkedDelivery>)(due.Count > 0 ? due : ReadWhere("next_attempt_ms > ?2", times.Latest));

            List<ParkedDelivery> ReadWhere(string when, DateTimeOffset time)
            {
                using var reader = connection.Command(
                    $"SELECT {Columns} FROM parked WHERE lane = ?1 AND behind = 0 AND {when} AND (?4 OR user_key IS NULL) ORDER BY next_attempt_ms, id LIMIT ?3",
                    lane,
                    time.ToUnixTimeMilliseconds(),
                    limit + except.Count,
                    withOrdered ? 1 : 0).ExecuteReader();
                return Read(reader, limit, except);
            }
        },
        cancellationToken);

    /// <summary>When the first one is due of those that are due after a time; null when there is none.</summary>
    public ValueTask<DateTimeOffset?> FindNextAsync(string lane, DateTimeOffset after, CancellationToken cancellationToken) => store.ReadAsync(
        connection => TimeOf(
            connection.Scalar("SELECT MIN(next_attempt_ms) FROM parked WHERE lane = ?1 AND behind = 0 AND next_attempt_ms > ?2", lane, after.ToUnixTimeMilliseconds())),
        cancellationToken);

    /// <summary>How many events' deliveries are parked: a batch counts for all of its own.</summary>
    public ValueTask<long> CountAsync(string lane, CancellationToken cancellationToken) => store.ReadAsync(
        connection => connection.Scalar("SELECT SUM(events) FROM parked WHERE lane = ?1", lane) ?? 0, cancellationToken);

    /// <summary>When the oldest event was received that has a delivery parked; null when there is none.</summary>
    public ValueTask<DateTimeOffset?> FindOldestAsync(string lane, CancellationToken cancellationToken) => store.ReadAsync(
        connection => TimeOf(connection.Scalar("SELECT MIN(received_ms) FROM parked WHERE lane = ?1", lane)), cancellationToken);

    /// <summary>The lanes that have something parked; for finding those whose destination is gone.</summary>
    public ValueTask<IReadOnlyList<string>> ListLanesAsync(CancellationToken cancellationToken) => store.ReadAsync(
        connection =>
        {
            using var reader = connection.Command("SELECT DISTINCT lane FROM parked").ExecuteReader();
            var lanes = new List<string>();
            while (reader.Read())
            {
                lanes.Add(reader.GetString(0));
            }

            return (IReadOnlyList<string>)lanes;
        },
        cancellationToken);

    /// <summary>It failed again.</summary>
    public Task<WriteOutcome> RescheduleAsync(ParkedDelivery delivery, CancellationToken cancellationToken) => store.WriteAsync(
        connection => connection.Execute(
            "UPDATE parked SET next_attempt_ms = ?2, attempts = ?3, waits = ?4, status = ?5, detail = ?6, first_attempt_ms = ?7 WHERE id = ?1",
            delivery.Id,
            delivery.NextAttemptAt.ToUnixTimeMilliseconds(),
            delivery.Attempts,
            delivery.Waits,
            delivery.Status,
            delivery.Detail,
            delivery.FirstAttemptAt.ToUnixTimeMilliseconds()),
        256,
        cancellationToken);

    /// <summary>It was delivered.</summary>
    /// <returns>The outcome, and whether it was still parked.</returns>
    public async Task<(WriteOutcome Outcome, bool Removed)> RemoveAsync(long id, CancellationToken cancellationToken)
    {
        var removed = false;
        var outcome = await store.WriteAsync(connection => removed = Take(connection, id, out _), 64, cancellationToken);
        return (outcome, removed);
    }

    /// <summary>It was given up: out of the parking and into the dead letters in one commit. What is no longer parked has had its end and becomes no dead letter.</summary>
    /// <returns>The outcome, and whether it was still parked.</returns>
    public async Task<(WriteOutcome Outcome, bool Buried)> BuryAsync(long id, DeadLetter letter, CancellationToken cancellationToken)
    {
        var buried = false;
        var outcome = await store.WriteAsync(
            connection =>
            {
                buried = Take(connection, id, out var replay);
                if (buried)
                {
                    DeadLetterStore.Insert(connection, letter with { Replay = letter.Replay ?? replay });
                }
            },
            RequestColumns.BytesOf(letter.Request),
            cancellationToken);
        return (outcome, buried);
    }

    /// <summary>
    /// A batch came apart: what is left of it is parked or dead, in one commit. What is no longer parked has had its end and leaves nothing.
    /// </summary>
    /// <param name="id">The batch's; 0: it was not parked.</param>
    /// <param name="parts">To be parked.</param>
    /// <param name="letters">Given up.</param>
    /// <param name="cancellationToken">Ends the wait, not the write.</param>
    /// <returns>The outcome, whether the batch had not had its end, and the parts that were not parked already.</returns>
    public async Task<(WriteOutcome Outcome, (bool Replaced, IReadOnlyList<ParkedDelivery> Added) Changes)> ReplaceAsync(
        long id, IReadOnlyList<ParkedDelivery> parts, IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var replaced = false;
        IReadOnlyList<ParkedDelivery> added = [];
        var outcome = await store.WriteAsync(
            connection =>
            {
                added = [];
                string? replay = null;
                replaced = id == 0 || Take(connection, id, out replay);
                if (!replaced)
                {
                    return;
                }

                added = [.. parts.Select(part => part with { Replay = part.Replay ?? replay }).Where(part => Insert(connection, part))];
                foreach (var letter in letters)
                {
                    DeadLetterStore.Insert(connection, letter with { Replay = letter.Replay ?? replay });
                }
            },
            parts.Sum(part => RequestColumns.BytesOf(part.Request)) + letters.Sum(letter => RequestColumns.BytesOf(letter.Request)) + 64,
            cancellationToken);
        return (outcome, (replaced, added));
    }

    /// <summary>The first of what a lane has parked, due or not; for a lane that is gone.</summary>
    public ValueTask<IReadOnlyList<ParkedDelivery>> ReadAllAsync(string lane, int limit, CancellationToken cancellationToken) => store.ReadAsync(
        connection =>
        {
            using var reader = connection.Command($"SELECT {Columns} FROM parked WHERE lane = ?1 LIMIT ?2", lane, limit).ExecuteReader();
            return (IReadOnlyList<ParkedDelivery>)Read(reader, limit, new HashSet<long>());
        },
        cancellationToken);

    /// <summary>
    /// Whose deliveries are parked, how many each, and the last position among them; None without any. All that was posted before is durable, or has failed, by then: an earlier lane of this name
    /// may have left writes behind.
    /// </summary>
    public async ValueTask<(IReadOnlyDictionary<long, int> Users, long Last)> ReadUsersAsync(string lane, CancellationToken cancellationToken)
    {
        await store.WriteAsync(_ => { }, 0, cancellationToken);
        return await store.ReadAsync(
            connection =>
            {
                using var reader = connection.Command("SELECT user_key, COUNT(*), MAX(position) FROM parked WHERE lane = ?1 AND user_key IS NOT NULL GROUP BY user_key", lane).ExecuteReader();
                var users = new Dictionary<long, int>();
                var last = 0L;
                while (reader.Read())
                {
                    users.Add(reader.GetInt64(0), reader.GetInt32(1));
                    last = Math.Max(last, reader.GetInt64(2));
                }

                return ((IReadOnlyDictionary<long, int>)users, last);
            },
            cancellationToken);
    }

    private static DateTimeOffset? TimeOf(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    /// <summary>Out of the parking; false when it is there no more.</summary>
    /// <param name="connection">In a write.</param>
    /// <param name="id">The delivery's.</param>
    /// <param name="replay">Whose it is by now: a replay may have marked it while it was under way, and what is left of it is the replay's, too.</param>
    private static bool Take(StoreConnection connection, long id, out string? replay)
    {
        using var reader = connection.Command("DELETE FROM parked WHERE id = ?1 RETURNING replay", id).ExecuteReader();
        var isThere = reader.Read();
        replay = isThere && !reader.IsDBNull(0) ? reader.GetString(0) : null;
        return isThere;
    }

    private static List<ParkedDelivery> Read(SqliteDataReader reader, int limit, IReadOnlySet<long> except)
    {
        var deliveries = new List<ParkedDelivery>();
        for (long bytes = 0; deliveries.Count < limit && bytes < ReadBytes && reader.Read();)
        {
            if (except.Contains(reader.GetInt64(0)))
            {
                continue;
            }

            deliveries.Add(new ParkedDelivery
            {
                Id = reader.GetInt64(0),
                Lane = reader.GetString(1),
                Mapping = reader.GetString(2),
                Position = reader.GetInt64(3),
                ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4)),
                FirstAttemptAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)),
                NextAttemptAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(6)),
                Attempts = reader.GetInt32(7),
                Waits = reader.GetInt32(8),
                Status = reader.IsDBNull(9) ? null : reader.GetInt32(9),
                Detail = reader.IsDBNull(10) ? null : reader.GetString(10),
                RenderedUnder = reader.GetInt64(11),
                Replay = reader.IsDBNull(13) ? null : reader.GetString(13),
                User = reader.IsDBNull(14) ? null : reader.GetInt64(14),
                Request = RequestColumns.Read(reader, 15),
            });
            bytes += RequestColumns.BytesOf(deliveries[^1].Request);
        }

        return deliveries;
    }
}
