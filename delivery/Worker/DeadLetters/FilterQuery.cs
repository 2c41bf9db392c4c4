using System.Text.Json;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.DeadLetters;

/// <summary>A filter as SQL: one text for all filters, so that it is prepared once, and the values of one.</summary>
internal static class FilterQuery
{
    /// <summary>Of ?1 to ?8; a statement's own values begin at ?9.</summary>
    public const string Where = """
        (?1 IS NULL OR id IN (SELECT value FROM json_each(?1)))
        AND (?2 IS NULL OR destination = ?2)
        AND (?3 IS NULL OR mapping = ?3)
        AND (?4 IS NULL OR reason IN (SELECT value FROM json_each(?4)))
        AND (?5 IS NULL OR at_ms >= ?5)
        AND (?6 IS NULL OR at_ms < ?6)
        AND (?7 IS NULL OR webhook_id IN (SELECT value FROM json_each(?7)))
        AND (?8 IS NULL OR webhook_id = ?8)
        """;

    public static object?[] Values(StoreConnection connection, DeadLetterFilter filter) =>
    [
        filter.Ids is { } ids ? JsonSerializer.Serialize(ids) : null,
        filter.Destination,
        filter.Mapping,
        filter.Reasons is { Count: > 0 } reasons ? JsonSerializer.Serialize(reasons.Select(reason => reason.ToString())) : null,
        filter.Since?.ToUnixTimeMilliseconds(),
        filter.Until?.ToUnixTimeMilliseconds(),
        filter.MessageId is { } messageId ? JsonSerializer.Serialize(MappingsOf(connection).Select(mapping => WebhookIds.Of(messageId, mapping))) : null,
        filter.WebhookId,
    ];

    /// <summary>A dead letter holds no messageId: its webhook-id is one of those that the messageId makes with the mappings that are there.</summary>
    private static List<string> MappingsOf(StoreConnection connection)
    {
        using var reader = connection.Command("SELECT DISTINCT mapping FROM dead_letters").ExecuteReader();
        var mappings = new List<string>();
        while (reader.Read())
        {
            mappings.Add(reader.GetString(0));
        }

        return mappings;
    }
}
