namespace ExtensibleWebhooks.Engine.Tests.Differential.Json;

internal sealed record JsonList(IReadOnlyList<JsonValue> Items) : JsonValue
{
    public override string ToString() => base.ToString();
}
