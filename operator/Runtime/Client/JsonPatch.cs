using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>A JSON patch (RFC 6902), built step by step. It fails as a whole, with 422, when a <c>test</c> in it does not hold.</summary>
public sealed class JsonPatch
{
    private readonly JsonArray _operations = [];

    /// <summary>The rest is done only if the value at <paramref name="path"/> is this one.</summary>
    public JsonPatch Test(string path, JsonNode? value) => Add("test", path, value, hasValue: true);

    /// <summary>Sets a member, or inserts before an index (<c>-</c> appends).</summary>
    public JsonPatch Add(string path, JsonNode? value) => Add("add", path, value, hasValue: true);

    /// <summary>Replaces what is there; it must be there.</summary>
    public JsonPatch Replace(string path, JsonNode? value) => Add("replace", path, value, hasValue: true);

    /// <summary>Removes what is there; it must be there.</summary>
    public JsonPatch Remove(string path) => Add("remove", path, null, hasValue: false);

    /// <summary>A member's name as a segment of a path.</summary>
    public static string Escape(string member) =>
        member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    internal JsonArray ToJson() => _operations;

    private JsonPatch Add(string operation, string path, JsonNode? value, bool hasValue)
    {
        var entry = new JsonObject { ["op"] = operation, ["path"] = path };
        if (hasValue)
        {
            entry["value"] = value;
        }

        _operations.Add((JsonNode)entry);
        return this;
    }
}
