namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>
/// The message ids of the window, each with the second in which it was seen: a hash table with open addressing, 20 bytes a slot.
/// An id that is older than the window is as good as absent, and its slot is used again. Belongs to the writer's thread.
/// </summary>
internal sealed class MessageIdIndex(int maxKeys)
{
    private const int InitialSlots = 1024;

    private UInt128[] _keys = new UInt128[InitialSlots];

    /// <summary>Unix seconds; 0 marks a slot that was never used.</summary>
    private uint[] _seen = new uint[InitialSlots];
    private int _used;

    /// <summary>What was seen before this has been forgotten for want of room.</summary>
    public uint Floor { get; private set; }

    /// <summary>Slots in use, ids that the window has left behind included.</summary>
    public int Count => _used;

    /// <summary>True when the key was seen at or after <paramref name="oldest"/>.</summary>
    public bool Contains(MessageKey key, uint oldest)
    {
        for (var slot = SlotOf(key); _seen[slot] != 0; slot = Next(slot))
        {
            if (_keys[slot] == key.Value)
            {
                return IsFresh(slot, oldest);
            }
        }

        return false;
    }

    /// <summary>Remembers the key as seen at this time. True when room had to be made by forgetting ids that are within the window.</summary>
    public bool Add(MessageKey key, uint seen, uint oldest)
    {
        var shortened = _used >= Limit(_keys.Length) && Rebuild(oldest);
        var free = -1;
        var slot = SlotOf(key);
        for (; _seen[slot] != 0; slot = Next(slot))
        {
            if (_keys[slot] == key.Value)
            {
                _seen[slot] = Math.Max(seen, 1);
                return shortened;
            }

            if (free < 0 && !IsFresh(slot, oldest))
            {
                free = slot;
            }
        }

        if (free < 0)
        {
            free = slot;
            _used++;
        }

        (_keys[free], _seen[free]) = (key.Value, Math.Max(seen, 1));
        return shortened;
    }

    /// <summary>Three quarters: beyond that the chains of open addressing become long.</summary>
    private static int Limit(int slots) => slots / 4 * 3;

    private bool IsFresh(int slot, uint oldest) => _seen[slot] >= oldest && _seen[slot] >= Floor;

    // The low half of the hash is as random as the whole; the length is a power of two.
    private int SlotOf(MessageKey key) => (int)((ulong)key.Value & (ulong)(_keys.Length - 1));

    private int Next(int slot) => (slot + 1) & (_keys.Length - 1);

    private bool Rebuild(uint oldest)
    {
        var fresh = _seen.Count(seen => seen != 0 && seen >= oldest && seen >= Floor);
        var shortened = fresh >= maxKeys;
        if (shortened)
        {
            Floor = OldestQuarter();
            fresh -= fresh / 4;
        }

        var slots = _keys.Length;
        while (Limit(slots) / 2 < fresh && Limit(slots) < maxKeys)
        {
            slots *= 2;
        }

        var (keys, seen) = (_keys, _seen);
        (_keys, _seen, _used) = (new UInt128[slots], new uint[slots], 0);
        for (var slot = 0; slot < keys.Length; slot++)
        {
            if (seen[slot] != 0 && seen[slot] >= oldest && seen[slot] >= Floor)
            {
                Add(new MessageKey(keys[slot]), seen[slot], oldest);
            }
        }

        return shortened;
    }

    /// <summary>The time after which three quarters of the ids were seen.</summary>
    private uint OldestQuarter()
    {
        var times = _seen.Where(seen => seen >= Floor && seen != 0).ToArray();
        Array.Sort(times);
        return times[times.Length / 4] + 1;
    }
}
