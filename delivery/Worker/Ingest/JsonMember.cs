using System.Text.Json;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Where a member's value is in the text it was read from, and what kind of value it is. The default is an absent member.</summary>
internal readonly record struct JsonMember(int Start, int Length, JsonTokenType Kind)
{
    /// <summary>Neither absent nor null.</summary>
    public bool IsPresent => Kind is not (JsonTokenType.None or JsonTokenType.Null);

    public bool IsObject => Kind == JsonTokenType.StartObject;

    public bool IsString => Kind == JsonTokenType.String;

    /// <summary>A string of at least one character.</summary>
    public bool IsText => IsString && Length > 2;

    /// <summary>The value as it stands in the text, a string's quotes included.</summary>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> text) => text.Slice(Start, Length);

    /// <summary>What stands between a string's quotes.</summary>
    public ReadOnlySpan<byte> TextIn(ReadOnlySpan<byte> text) => text.Slice(Start + 1, Length - 2);
}
