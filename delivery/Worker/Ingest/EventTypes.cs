using System.Collections.Immutable;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>The wire names of <see cref="EventType"/>: in routes, in an event's `type` and in metrics.</summary>
internal static class EventTypes
{
    public static readonly ImmutableArray<EventType> All = [.. Enum.GetValues<EventType>()];

    public static string ToName(this EventType type) => type switch
    {
        EventType.Track => "track",
        EventType.Identify => "identify",
        EventType.Page => "page",
        EventType.Screen => "screen",
        EventType.Group => "group",
        _ => "alias",
    };

    /// <summary>As a JSON string, quotes included.</summary>
    public static ReadOnlySpan<byte> ToJson(this EventType type) => type switch
    {
        EventType.Track => "\"track\""u8,
        EventType.Identify => "\"identify\""u8,
        EventType.Page => "\"page\""u8,
        EventType.Screen => "\"screen\""u8,
        EventType.Group => "\"group\""u8,
        _ => "\"alias\""u8,
    };

    /// <summary>From a JSON string as it stands in an event. Names are case-sensitive, as the reference's are.</summary>
    public static EventType? FromJson(ReadOnlySpan<byte> json)
    {
        foreach (var type in All)
        {
            if (json.SequenceEqual(type.ToJson()))
            {
                return type;
            }
        }

        return null;
    }
}
