using System.Text.Json;
using ExtensibleWebhooks.Worker.Sending;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.DeadLetters;

/// <summary>A dead letter as columns of its table.</summary>
internal static class DeadLetterColumns
{
    /// <summary>All but id, which comes first when reading.</summary>
    public const string Names =
        $"lane, destination, mapping, reason, at_ms, received_ms, position, attempts, status, detail, answer_body, first_attempt_ms, last_attempt_ms, answer_headers, replay, {RequestColumns.Names}";

    private const int Request = 16;

    public static object?[] Values(DeadLetter letter) =>
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
        letter.FirstAttemptAt?.ToUnixTimeMilliseconds(),
        letter.LastAttemptAt?.ToUnixTimeMilliseconds(),
        letter.AnswerHeaders is { Count: > 0 } headers ? JsonSerializer.Serialize(headers) : null,
        letter.Replay,
        .. RequestColumns.Values(letter.Request),
    ];

    /// <param name="reader">On a row of id and <see cref="Names"/>.</param>
    public static DeadLetter Read(SqliteDataReader reader) => new()
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
        FirstAttemptAt = Time(reader, 12),
        LastAttemptAt = Time(reader, 13),
        AnswerHeaders = reader.IsDBNull(14) ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(14)),
        Replay = reader.IsDBNull(15) ? null : reader.GetString(15),
        Request = RequestColumns.Read(reader, Request),
    };

    private static DateTimeOffset? Time(SqliteDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(ordinal));
}
