using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Worker.Tests.EventLog;

/// <summary>Batches of small events whose content is their messageId, and back.</summary>
internal static class Batches
{
    public static EventBatch Of(params IEnumerable<string> ids) => Padded(0, ids);

    /// <summary>Each event carries so many bytes more.</summary>
    public static EventBatch Padded(int bytes, params IEnumerable<string> ids)
    {
        var entries = new List<EventEntry>();
        using var buffer = new MemoryStream();
        foreach (var id in ids)
        {
            var json = Encoding.UTF8.GetBytes($"{{\"messageId\":{JsonSerializer.Serialize(id)},\"padding\":\"{new string('p', bytes)}\"}}");
            entries.Add(new EventEntry((int)buffer.Length, json.Length, MessageKey.Of(id)));
            buffer.Write(json);
        }

        return new EventBatch(buffer.ToArray(), entries);
    }

    public static string IdOf(LogEvent @event)
    {
        using var document = JsonDocument.Parse(@event.Json);
        return document.RootElement.GetProperty("messageId").GetString() ?? "";
    }

    public static IEnumerable<string> IdsOf(LogSlice slice) => slice.Events.Select(IdOf);

    /// <summary>Everything from a position to the head.</summary>
    public static async Task<List<string>> ReadAllAsync(this IEventLog log, LogPosition from, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        while (true)
        {
            var slice = await log.ReadAsync(from, 1000, cancellationToken);
            if (slice.Events.Count == 0)
            {
                return ids;
            }

            ids.AddRange(IdsOf(slice));
            from = slice.Next;
        }
    }

    public static async Task<AppendResult> AppendOkAsync(this IEventLog log, EventBatch batch, CancellationToken cancellationToken)
    {
        var result = await log.AppendAsync(batch, cancellationToken);
        Assert.True(result.Outcome.IsDurable, result.Outcome.ToString());
        return result;
    }
}
