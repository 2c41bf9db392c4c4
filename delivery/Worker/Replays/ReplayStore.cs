using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>The replays, in the worker's one store, and the one commit in which webhooks go back to a lane. One that has ended by then takes nothing back.</summary>
internal sealed class ReplayStore(EmbeddedStore store)
{
    /// <summary>Ended replays that are kept for whoever asks.</summary>
    private const int MaxEnded = 100;

    private const string IsOpen = "phase IN ('Running', 'Sending')";

    /// <summary>Keeps a new replay; one of the same id that is there already stays.</summary>
    public Task<WriteOutcome> AddAsync(Replay replay, CancellationToken cancellationToken) => store.WriteAsync(
        connection =>
        {
            connection.Execute(
                $"INSERT OR IGNORE INTO replays ({ReplayColumns.Names}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)", ReplayColumns.Values(replay));
            connection.Execute($"DELETE FROM replays WHERE id IN (SELECT id FROM replays WHERE NOT {IsOpen} ORDER BY created_ms DESC LIMIT -1 OFFSET ?1)", MaxEnded);
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
            using (var reader = connection.Command(
                $"SELECT {ReplayColumns.Names}, replayed, delivered, failed FROM replays WHERE ?1 IS NULL OR id = ?1 ORDER BY created_ms DESC, id", id).ExecuteReader())
            {
                while (reader.Read())
                {
                    var (replayed, delivered, failed) = (reader.GetInt64(16), reader.GetInt64(17), reader.GetInt64(18));
                    replays.Add((ReplayColumns.Read(reader), new ReplayFigures(replayed, replayed - delivered - failed, delivered, failed)));
                }
            }

            return (IReadOnlyList<(Replay Replay, ReplayFigures Figures)>)[.. replays.Select(found => found.Replay.IsOpen ? (found.Replay, FiguresOf(connection, found.Replay.Id)) : found)];
        },
        cancellationToken);

    /// <summary>
    /// Sends dead letters back: out of the dead letters and into the lane's parking, due now, in one commit, so that a crash loses none.
    /// Those that are gone meanwhile are passed over.
    /// </summary>
    /// <param name="id">The replay's.</param>
    /// <param name="lane">Whose parking.</param>
    /// <param name="letters">Ids.</param>
    /// <param name="now">From when their retries count.</param>
    /// <returns>The outcome, and how many events' deliveries were not parked already; null: the replay has ended, and nothing was done.</returns>
    public async Task<(WriteOutcome Outcome, int? Parked)> MoveAsync(string id, string lane, IReadOnlyList<long> letters, DateTimeOffset now)
    {
        int? parked = null;
        var outcome = await store.WriteAsync(
            connection =>
            {
                parked = null;
                if (!IsRunning(connection, id))
                {
                    return;
                }

                var taken = letters.Select(letter => DeadLetterStore.Take(connection, letter)).OfType<DeadLetter>().ToList();
                parked = taken.Sum(letter => Park(connection, DeliveryOf(id, letter, lane, now)));
                connection.Execute("UPDATE replays SET replayed = replayed + ?2 WHERE id = ?1", id, taken.Count);
            },
            letters.Count * 1024,
            CancellationToken.None);
        return (outcome, outcome.IsDurable ? parked : 0);
    }

    /// <summary>Sends what a part of the log makes to the lane's parking, due now, or to the dead letters where it cannot be sent, in one commit with the place in the log.</summary>
    /// <param name="id">The replay's.</param>
    /// <param name="step">What was found.</param>
    /// <returns>The outcome, and how many events' deliveries were not parked already; null: the replay has ended, and nothing was done.</returns>
    public async Task<(WriteOutcome Outcome, int? Parked)> MoveAsync(string id, EventStep step)
    {
        int? parked = null;
        var outcome = await store.WriteAsync(
            connection =>
            {
                parked = null;
                if (!IsRunning(connection, id))
                {
                    return;
                }

                parked = step.Deliveries.Sum(delivery => Park(connection, delivery));
                foreach (var letter in step.Letters)
                {
                    DeadLetterStore.Insert(connection, letter);
                }

                connection.Execute(
                    "UPDATE replays SET next_position = ?2, read = read + ?3, missed = missed + ?4, matched = matched + ?5, replayed = replayed + ?6 WHERE id = ?1",
                    id,
                    step.Next.Value,
                    step.Read,
                    step.Missed,
                    step.Matched,
                    step.Deliveries.Sum(delivery => delivery.Request.Events) + step.Letters.Count);
            },
            512 + step.Deliveries.Sum(delivery => RequestColumns.BytesOf(delivery.Request)),
            CancellationToken.None);
        return (outcome, outcome.IsDurable ? parked : 0);
    }

    /// <summary>All have gone back.</summary>
    public Task<WriteOutcome> MovedAllAsync(string id, CancellationToken cancellationToken) => store.WriteAsync(
        connection => connection.Execute("UPDATE replays SET phase = 'Sending' WHERE id = ?1 AND phase = 'Running'", id), 64, cancellationToken);

    /// <summary>Ends a replay that has not ended; its figures stay as they are now.</summary>
    public Task<WriteOutcome> EndAsync(string id, ReplayPhase phase, string? message, CancellationToken cancellationToken) => store.WriteAsync(
        connection =>
        {
            var figures = FiguresOf(connection, id);
            connection.Execute(
                $"UPDATE replays SET phase = ?2, message = ?3, delivered = ?4, failed = ?5 WHERE id = ?1 AND {IsOpen}", id, phase.ToString(), message, figures.Delivered, figures.Failed);
        },
        512,
        cancellationToken);

    private static bool IsRunning(StoreConnection connection, string id) => connection.Scalar("SELECT 1 FROM replays WHERE id = ?1 AND phase = 'Running'", id) is not null;

    /// <summary>How many events' deliveries were not parked already.</summary>
    private static int Park(StoreConnection connection, ParkedDelivery delivery)
    {
        if (ParkingStore.Insert(connection, delivery))
        {
            return delivery.Request.Events;
        }

        ParkingStore.Mark(connection, delivery);
        return 0;
    }

    /// <summary>A delivery that begins anew: its retries count from now.</summary>
    private static ParkedDelivery DeliveryOf(string id, DeadLetter letter, string lane, DateTimeOffset now) => new()
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
        Replay = id,
    };

    /// <summary>Of one that has not ended: what went back and is neither parked nor a dead letter was delivered.</summary>
    private static ReplayFigures FiguresOf(StoreConnection connection, string id)
    {
        var replayed = connection.Scalar("SELECT replayed FROM replays WHERE id = ?1", id) ?? 0;
        var pending = connection.Scalar("SELECT SUM(events) FROM parked WHERE replay = ?1", id) ?? 0;
        var failed = connection.Scalar("SELECT COUNT(*) FROM dead_letters WHERE replay = ?1", id) ?? 0;

        // An event that its function held up may make several webhooks in the end.
        return new ReplayFigures(replayed, pending, Math.Max(0, replayed - pending - failed), failed);
    }
}
