namespace ExtensibleWebhooks.Engine.Tests.Differential.Json;

/// <summary>Members as they are written: a name may come twice.</summary>
internal sealed record JsonObject(IReadOnlyList<JsonMember> Members) : JsonValue
{
    public JsonObject(params (string Name, JsonValue Value)[] members)
        : this([.. members.Select(member => new JsonMember(member.Name, member.Value))])
    {
    }

    /// <summary>The value that counts; null: there is none.</summary>
    public JsonValue? Find(string name) => Members.LastOrDefault(member => member.Name == name)?.Value;

    public JsonObject With(string name, JsonValue value) => new([.. Members.Where(member => member.Name != name), new JsonMember(name, value)]);

    public override string ToString() => base.ToString();
}
