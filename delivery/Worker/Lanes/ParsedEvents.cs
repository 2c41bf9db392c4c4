using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// The events of late, parsed: lanes at the tail get the same <see cref="LogEvent"/> instances, and each is parsed once for all of them.
/// Small and without locks: two lanes that come at once may both parse.
/// </summary>
internal sealed class ParsedEvents
{
    /// <summary>A power of two, about one read of a lane.</summary>
    private const int Slots = 512;

    private readonly Entry?[] _slots = new Entry?[Slots];

    /// <summary>The event's document, shared and read-only; null when it is no event.</summary>
    public EventDocument? Read(LogEvent entry)
    {
        ref var slot = ref _slots[entry.Position.Value & (Slots - 1)];
        var kept = Volatile.Read(ref slot);
        if (!ReferenceEquals(kept?.Event, entry))
        {
            kept = new Entry(entry, EventDocument.Parse(entry.Json).Document);
            Volatile.Write(ref slot, kept);
        }

        return kept.Document;
    }

    private sealed record Entry(LogEvent Event, EventDocument? Document);
}
