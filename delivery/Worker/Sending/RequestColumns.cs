using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Sending;

/// <summary>
/// A request as seven columns of a store: webhook_id, method, url, headers (a JSON array of names and values in turn), content_type, body, and of a batch items
/// (a JSON array of an array for each event: id, position, received_ms, start, length).
/// </summary>
internal static class RequestColumns
{
    private const int ItemBytes = 96;

    public const string Names = "webhook_id, method, url, headers, content_type, body, items";

    /// <summary>Of the first version of a table; <see cref="ItemsDefinition"/> came later.</summary>
    public const string Definitions = """
        webhook_id TEXT NOT NULL,
        method TEXT NOT NULL,
        url TEXT NOT NULL,
        headers TEXT NOT NULL,
        content_type TEXT,
        body BLOB
        """;

    public const string ItemsDefinition = "items TEXT";

    public static object?[] Values(WebhookRequest request) =>
        [request.WebhookId, request.Target.Method, request.Target.Url, HeadersText(request.Target), request.Target.ContentType, request.Body?.ToArray(), ItemsText(request.Items)];

    /// <param name="reader">On a row.</param>
    /// <param name="first">The ordinal of webhook_id; the others follow.</param>
    public static WebhookRequest Read(SqliteDataReader reader, int first) => new()
    {
        WebhookId = reader.GetString(first),
        Target = new WebhookTarget
        {
            Method = reader.GetString(first + 1),
            Url = reader.GetString(first + 2),
            Headers = ReadHeaders(reader.GetString(first + 3)),
            ContentType = reader.IsDBNull(first + 4) ? null : reader.GetString(first + 4),
        },
        Body = reader.IsDBNull(first + 5) ? default(ReadOnlyMemory<byte>?) : reader.GetFieldValue<byte[]>(first + 5),
        Items = reader.IsDBNull(first + 6) ? null : ReadItems(reader.GetString(first + 6)),
    };

    /// <summary>Roughly what a row costs the writer.</summary>
    public static int BytesOf(WebhookRequest request) => 512 + request.Target.Url.Length + (request.Body?.Length ?? 0) + ((request.Items?.Count ?? 0) * ItemBytes);

    private static string HeadersText(WebhookTarget target) =>
        target.Headers.Count == 0 ? "[]" : JsonSerializer.Serialize(target.Headers.SelectMany(header => new[] { header.Key, header.Value }));

    private static string? ItemsText(IReadOnlyList<BatchItem>? items) => items is null ? null : JsonSerializer.Serialize(
        items.Select(item => new object[] { item.WebhookId, item.Position, item.ReceivedAt.ToUnixTimeMilliseconds(), item.Start, item.Length }));

    private static List<BatchItem> ReadItems(string text) => [.. (JsonSerializer.Deserialize<JsonElement[][]>(text) ?? []).Select(item =>
        new BatchItem(item[0].GetString() ?? "", item[1].GetInt64(), DateTimeOffset.FromUnixTimeMilliseconds(item[2].GetInt64()), item[3].GetInt32(), item[4].GetInt32()))];

    private static List<KeyValuePair<string, string>> ReadHeaders(string text)
    {
        var flat = JsonSerializer.Deserialize<string[]>(text) ?? [];
        return [.. flat.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];
    }
}
