using System.Text.Json;

namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>What a line asks: whether the event matches, and what becomes of it.</summary>
internal sealed record LineRequest
{
    private static readonly string[] Members = ["trigger", "mapping", "data", "function", "event"];
    private static readonly string[] MappingMembers = ["url", "method", "headers", "data"];

    /// <summary>Null: every event.</summary>
    public string? Trigger { get; init; }

    /// <summary>An object of url, method, headers and data, each of which may be absent; null: no request is asked for.</summary>
    public JsonElement? Mapping { get; init; }

    /// <summary>Data by themselves, without a request; null: they are not asked for.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>An insert function's text.</summary>
    public string? Function { get; init; }

    public required JsonElement Event { get; init; }

    /// <summary>The request, or what is wrong with the line.</summary>
    public static (LineRequest? Request, string? Problem) Read(JsonElement line)
    {
        try
        {
            return Check(line) is { } problem ? (null, problem) : (new LineRequest
            {
                Trigger = Find(line, "trigger")?.GetString(),
                Mapping = Find(line, "mapping"),
                Data = line.TryGetProperty("data", out var data) ? data : null,
                Function = Find(line, "function")?.GetString(),
                Event = line.GetProperty("event"),
            }, null);
        }
        catch (InvalidOperationException)
        {
            return (null, "a name or a text is no Unicode: half a surrogate pair");
        }
    }

    private static string? Check(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            return "the line is no object";
        }

        var mapping = Find(line, "mapping");
        return Unknown(line, Members) is { } member ? $"there is no member \"{member}\": there are {string.Join(", ", Members)}"
            : !line.TryGetProperty("event", out _) ? "event is missing"
            : NotText(line, "trigger") ?? NotText(line, "function")
            ?? (mapping is null ? null
                : mapping.Value.ValueKind != JsonValueKind.Object ? "mapping is no object"
                : line.TryGetProperty("data", out _) ? "there are both mapping and data: one of them may be there"
                : Unknown(mapping.Value, MappingMembers) is { } inner ? $"mapping has no member \"{inner}\": there are {string.Join(", ", MappingMembers)}"
                : Find(mapping.Value, "headers") is { ValueKind: not JsonValueKind.Object } ? "mapping.headers is no object"
                : null);
    }

    private static string? NotText(JsonElement line, string name) => Find(line, name) is { ValueKind: not JsonValueKind.String } ? $"{name} is no text" : null;

    private static string? Unknown(JsonElement value, string[] known) =>
        value.EnumerateObject().Where(member => !Array.Exists(known, member.NameEquals)).Select(member => member.Name).FirstOrDefault();

    /// <summary>Null where the member is absent or null.</summary>
    private static JsonElement? Find(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}
