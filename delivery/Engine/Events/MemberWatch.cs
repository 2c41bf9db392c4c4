namespace ExtensibleWebhooks.Engine.Events;

/// <summary>What the reader keeps in mind while it is inside of an object.</summary>
internal struct MemberWatch
{
    private ulong _seen;

    /// <summary>Members so far, duplicates included.</summary>
    public int Count;

    /// <summary>Two names may be the same, or one is an array index: <see cref="MemberOrder"/> has to look.</summary>
    public bool NeedOrder;

    /// <summary>False: no name with this hash came before. True: perhaps (64 slots).</summary>
    public bool MayRepeat(int hash)
    {
        var slot = 1UL << (hash & 63);
        var repeats = (_seen & slot) != 0;
        _seen |= slot;
        return repeats;
    }
}
