using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>The replays and, while they run, the deliveries that they sent back, in the worker's one store.</summary>
internal sealed class ReplayStore(EmbeddedStore store)
{
    /// <summary>Ended replays that are kept for whoever asks.</summary>
    private const int MaxEnded = 100;

    private const string Columns = "id, destination, filter, last_id, matched, rate, created_ms, phase, message, replayed, delivered, failed";

    public static StoreSchema Schema { get; } = new(
        "replays",
        [
            """
            CREATE TABLE replays (
                id TEXT PRIMARY KEY,
                destination TEXT NOT NULL,
                filter TEXT NOT NULL,
                last_id INTEGER NOT NULL,
                matched INTEGER NOT NULL,
                rate INTEGER NOT NULL,
                created_ms INTEGER NOT NULL,
                phase TEXT NOT NULL,
                message TEXT,
                replayed INTEGER NOT NULL DEFAULT 0,
                delivered INTEGER NOT NULL DEFAULT 0,
                failed INTEGER NOT NULL DEFAULT 0
            );
            CREATE TABLE replayed (
                replay TEXT NOT NULL,
                lane TEXT NOT NULL,
                webhook_id TEXT NOT NULL,
                PRIMARY KEY (replay, lane, webhook_id)
            ) WITHOUT ROWID;
            """,
        ]);

    /// <summary>Keeps a new replay; one of the same id that is there already stays.</summary>
    public Task<WriteOutcome> AddAsync(Replay replay, CancellationToken cancellationToken) => store.WriteAsync(
        connection =>
        {
            connection.Execute(
                "INSERT OR IGNORE INTO replays (id, destination, filter, last_id, matched, rate, created_ms, phase) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                replay.Id,
                replay.Destination,
                JsonSerializer.Serialize(replay.Filter, Json.Options),
                replay.LastId,
                replay.Matched,
                replay.RatePerSecond,
                replay.CreatedAt.ToUnixTimeMilliseconds(),
                replay.Phase.ToString());
            connection.Execute(
                "DELETE FROM replays WHERE id IN (SELECT id FROM replays WHERE phase IN ('Succeeded', 'Failed') ORDER BY created_ms DESC LIMIT -1 OFFSET ?1)", MaxEnded);
        },
        512,
        cancellationToken);

    /// <summary>The newest first, with what became of them.</summary>
    /// <param name="id">Null: all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<IReadOnlyList<(Replay Replay, ReplayFigures Figures)>> ListAsync(string? id, CancellationToken cancellationToken) => store.ReadAsync(
        connection =>
        {
            var replays = new List<(Replay Replay, ReplayFigures Figures)>();
            using (var reader = connection.Command($"SELECT {Columns} FROM replays WHERE ?1 IS NULL OR id = ?1 ORDER BY created_ms DESC, id", id).ExecuteReader())
            {
                while (reader.Read())
                {
                    replays.Add((Read(reader), new ReplayFigures(reader.GetInt64(9), 0, reader.GetInt64(10), reader.GetInt64(11))));
                }
            }

            return (IReadOnlyList<(Replay Replay, ReplayFigures Figures)>)[.. replays.Select(found => IsEnded(found.Replay.Phase) ? found : (found.Replay, FiguresOf(connection, found.Replay.Id)))];
        },
        cancellationToken);

    /// <summary>
    /// Sends dead letters of a replay back: out of the dead letters and into the lane's parking, due now, in one commit, so that a crash loses none.
    /// Those that are gone meanwhile are passed over.
    /// </summary>
    /// <param name="id">The replay's.</param>
    /// <param name="lane">Whose parking.</param>
    /// <param name="letters">Ids.</param>
    /// <param name="now">From when their retries count.</param>
    /// <param name="cancellationToken">Ends the wait, not the write.</param>
    /// <returns>The outcome, and how many were not parked already.</returns>
    public async Task<(WriteOutcome Outcome, int Parked)> MoveAsync(string id, string lane, IReadOnlyList<long> letters, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parked = 0;
        var outcome = await store.WriteAsync(
            connection =>
            {
                parked = 0;
                foreach (var letter in letters.Select(letter => DeadLetterStore.Take(connection, letter)).OfType<DeadLetter>())
                {
                    parked += ParkingStore.Insert(connection, DeliveryOf(letter, lane, now)) ? 1 : 0;
                    connection.Execute("INSERT OR IGNORE INTO replayed (replay, lane, webhook_id) VALUES (?1, ?2, ?3)", id, lane, letter.Request.WebhookId);
                }
            },
            letters.Count * 1024,
            cancellationToken);
        return (outcome, outcome.IsDurable ? parked : 0);
    }

    /// <summary>All have gone back.</summary>
    public Task<WriteOutcome> MovedAllAsync(string id, CancellationToken cancellationToken) => store.WriteAsync(
        connection => connection.Execute("UPDATE replays SET phase = ?2 WHERE id = ?1", id, nameof(ReplayPhase.Sending)), 64, cancellationToken);

    /// <summary>Ends a replay; its figures stay as they are now.</summary>
    public Task<WriteOutcome> EndAsync(string id, ReplayPhase phase, string? message, CancellationToken cancellationToken) => store.WriteAsync(
        connection =>
        {
            var figures = FiguresOf(connection, id);
            connection.Execute(
                "UPDATE replays SET phase = ?2, message = ?3, replayed = ?4, delivered = ?5, failed = ?6 WHERE id = ?1",
                id,
                phase.ToString(),
                message,
                figures.Replayed,
                figures.Delivered,
                figures.Failed);
            connection.Execute("DELETE FROM replayed WHERE replay = ?1", id);
        },
        512,
        cancellationToken);

    private static bool IsEnded(ReplayPhase phase) => phase is ReplayPhase.Succeeded or ReplayPhase.Failed;

    /// <summary>A delivery that begins anew: its retries count from now.</summary>
    private static ParkedDelivery DeliveryOf(DeadLetter letter, string lane, DateTimeOffset now) => new()
    {
        Lane = lane,
        Mapping = letter.Mapping,
        Request = letter.Request,
        Position = letter.Position,
        ReceivedAt = letter.ReceivedAt,
        FirstAttemptAt = now,
        NextAttemptAt = now,
        Attempts = 0,
        Waits = 0,
    };

    /// <summary>Of one that has not ended: what is neither parked nor a dead letter was delivered.</summary>
    private static ReplayFigures FiguresOf(StoreConnection connection, string id)
    {
        using var reader = connection.Command(
            """
            SELECT COUNT(*), COUNT(parked.id), COUNT(CASE WHEN parked.id IS NULL THEN dead_letters.id END)
            FROM replayed
            LEFT JOIN parked ON parked.lane = replayed.lane AND parked.webhook_id = replayed.webhook_id
            LEFT JOIN dead_letters ON dead_letters.lane = replayed.lane AND dead_letters.webhook_id = replayed.webhook_id
            WHERE replayed.replay = ?1
            """,
            id).ExecuteReader();
        reader.Read();
        var (replayed, pending, failed) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        return new ReplayFigures(replayed, pending, replayed - pending - failed, failed);
    }

    private static Replay Read(SqliteDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Destination = reader.GetString(1),
        Filter = JsonSerializer.Deserialize<DeadLetterFilter>(reader.GetString(2), Json.Options) ?? DeadLetterFilter.All,
        LastId = reader.GetInt64(3),
        Matched = reader.GetInt64(4),
        RatePerSecond = reader.GetInt32(5),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(6)),
        Phase = Enum.Parse<ReplayPhase>(reader.GetString(7)),
        Message = reader.IsDBNull(8) ? null : reader.GetString(8),
    };
}
