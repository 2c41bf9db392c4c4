using System.Runtime.InteropServices;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>
/// One row of an event's flat table. A container's row is followed by its content: for an object name, value, name, value …, for an array value, value ….
/// Rows hold no addresses of other rows, so that a run of them may be moved.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct EventToken
{
    /// <summary>Where the raw text starts; for text and names the content without quotes, and if <see cref="EventTokenTraits.Decoded"/> in the other buffer.</summary>
    public int Start;

    /// <summary>Bytes from <see cref="Start"/>.</summary>
    public int Length;

    /// <summary>Values: rows from this one to the end of its content, at least 1. Names: the <see cref="NameHash"/>.</summary>
    public int Size;

    public EventValueKind Kind;

    public EventTokenTraits Traits;
}

/// <summary>What the reader noticed about a row.</summary>
[Flags]
internal enum EventTokenTraits : byte
{
    None = 0,

    /// <summary>The text had escapes; what they mean is in the decoded buffer.</summary>
    Decoded = 1,

    /// <summary>The raw text is exactly what JSON.stringify would write for the value, so it may be copied.</summary>
    Canonical = 2,

    /// <summary>A number without fraction and exponent.</summary>
    Integer = 4,
}
