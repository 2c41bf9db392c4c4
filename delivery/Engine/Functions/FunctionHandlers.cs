using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Functions;

/// <summary>The names under which a function takes events, and which of them an event goes to.</summary>
internal static class FunctionHandlers
{
    /// <summary>Takes a list of events, where there is no handler of their type.</summary>
    public const string Batch = "onBatch";

    public static readonly IReadOnlyList<string> Names = ["onTrack", "onIdentify", "onPage", "onScreen", "onGroup", "onAlias", "onDelete", Batch];

    /// <summary>As <c>onTrack, onIdentify, …</c>.</summary>
    public static string Listed { get; } = string.Join(", ", Names);

    /// <summary>The handler's place in <see cref="Names"/> for an event's type; -1 for a type that has none.</summary>
    public static int IndexOf(EventValue @event) => @event.Member("type"u8).GetText() switch
    {
        "track" => 0,
        "identify" => 1,
        "page" => 2,
        "screen" => 3,
        "group" => 4,
        "alias" => 5,
        "delete" => 6,
        _ => -1,
    };
}
