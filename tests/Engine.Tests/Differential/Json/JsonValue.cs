namespace ExtensibleWebhooks.Engine.Tests.Differential.Json;

/// <summary>JSON as a tree that can be rewritten. Text is what it says, not how it is written, and may have lone surrogates; numbers are as written.</summary>
internal abstract record JsonValue
{
    /// <summary>Every value of this one, changed from the inside out.</summary>
    public JsonValue Rewrite(Func<JsonValue, JsonValue> change) => change(this switch
    {
        JsonList list => new JsonList([.. list.Items.Select(item => item.Rewrite(change))]),
        JsonObject members => new JsonObject([.. members.Members.Select(member => member with { Value = member.Value.Rewrite(change) })]),
        _ => this,
    });

    /// <summary>This value and every value in it.</summary>
    public IEnumerable<JsonValue> All() => Children().SelectMany(child => child.All()).Prepend(this);

    public override string ToString() => JsonWriter.Write(this);

    private IEnumerable<JsonValue> Children() => this switch
    {
        JsonList list => list.Items,
        JsonObject members => members.Members.Select(member => member.Value),
        _ => [],
    };
}
