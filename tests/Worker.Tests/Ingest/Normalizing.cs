using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Worker.Ingest;

namespace ExtensibleWebhooks.Worker.Tests.Ingest;

/// <summary>Normalises JSON texts at a fixed time with ids id-1, id-2, …</summary>
internal static class Normalizing
{
    public static readonly DateTimeOffset ReceivedAt = new(2026, 7, 1, 12, 0, 0, 250, TimeSpan.Zero);

    public static IngestSettings Settings { get; } = new() { WriteKey = "key" };

    /// <summary>The events as texts, and the rejections by reason.</summary>
    public static (List<string> Events, Dictionary<string, int> Rejected) Batch(string json, IngestSettings? settings = null)
    {
        using var events = new NormalizedEvents(new InFlightBudget());
        Assert.Null(Normalizer(settings).NormalizeBatch(Root(json, (settings ?? Settings).MaxEventsPerBatch), ReceivedAt, events));
        return Read(events);
    }

    public static (List<string> Events, Dictionary<string, int> Rejected) Event(EventType type, string json)
    {
        using var events = new NormalizedEvents(new InFlightBudget());
        Assert.Null(Normalizer(null).NormalizeEvent(Root(json), type, ReceivedAt, events));
        return Read(events);
    }

    /// <summary>The only event of a request with this one, parsed.</summary>
    public static JsonElement One(EventType type, string json) => JsonElement.Parse(Assert.Single(Event(type, json).Events));

    public static RequestRoot Root(string json, int maxItems = 2500) =>
        RequestRoot.TryRead(Encoding.UTF8.GetBytes(json), maxItems, out var problem) ?? throw new InvalidOperationException(problem);

    public static EventNormalizer Normalizer(IngestSettings? settings)
    {
        var ids = 0;
        return new EventNormalizer(settings ?? Settings, () => $"id-{++ids}");
    }

    private static (List<string>, Dictionary<string, int>) Read(NormalizedEvents events)
    {
        var batch = events.Batch;
        return (
            [.. batch.Entries.Select(entry => Encoding.UTF8.GetString(batch.Bytes.Span.Slice(entry.Offset, entry.Length)))],
            events.Rejected.ToDictionary(rejected => rejected.Key.ToReason(), rejected => rejected.Value));
    }
}
