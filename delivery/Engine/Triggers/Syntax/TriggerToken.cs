namespace ExtensibleWebhooks.Engine.Triggers.Syntax;

/// <summary>A token and where it stands.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Source">As written.</param>
/// <param name="Value">What it means: without quotes, without escapes.</param>
/// <param name="Offset">Characters before it.</param>
internal sealed record TriggerToken(TriggerTokenKind Kind, string Source, string Value, int Offset)
{
    /// <summary>The keys of a word that is a field; empty for anything else.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>How a message calls it.</summary>
    public string Description => Kind == TriggerTokenKind.End ? "the end of the trigger" : $"`{Source}`";

    /// <summary>This keyword, and not a field or text of that name (which has an escape or quotes).</summary>
    public bool Is(string keyword) => Kind == TriggerTokenKind.Word && Source == keyword;
}
