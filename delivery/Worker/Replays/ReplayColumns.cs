using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>A replay as columns of its table.</summary>
internal static class ReplayColumns
{
    public const string Names =
        "id, destination, filter, last_id, matched, rate, created_ms, phase, message, events, next_position, end_position, read, missed, log_begins_ms, dry_run";

    public static object?[] Values(Replay replay) =>
    [
        replay.Id,
        replay.Destination,
        JsonSerializer.Serialize(replay.Filter, Json.Options),
        replay.LastId,
        replay.Matched,
        replay.RatePerSecond,
        replay.CreatedAt.ToUnixTimeMilliseconds(),
        replay.Phase.ToString(),
        replay.Message,
        replay.Events is { } events ? JsonSerializer.Serialize(events, Json.Options) : null,
        replay.Progress?.Next.Value ?? 0,
        replay.Progress?.End.Value ?? 0,
        replay.Progress?.Read ?? 0,
        replay.Progress?.Missed ?? 0,
        replay.Progress?.LogBegins?.ToUnixTimeMilliseconds(),
        replay.DryRun ? 1 : 0,
    ];

    /// <param name="reader">On a row of <see cref="Names"/>.</param>
    public static Replay Read(SqliteDataReader reader)
    {
        var events = reader.IsDBNull(9) ? null : JsonSerializer.Deserialize<EventRange>(reader.GetString(9), Json.Options);
        return new Replay
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
            Events = events,
            Progress = events is null ? null : ReadProgress(reader),
            DryRun = reader.GetInt64(15) != 0,
        };
    }

    private static EventProgress ReadProgress(SqliteDataReader reader) => new()
    {
        Next = new LogPosition(reader.GetInt64(10)),
        End = new LogPosition(reader.GetInt64(11)),
        Read = reader.GetInt64(12),
        Missed = reader.GetInt64(13),
        LogBegins = reader.IsDBNull(14) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(14)),
    };
}
