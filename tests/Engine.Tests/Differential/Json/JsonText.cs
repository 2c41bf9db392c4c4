namespace ExtensibleWebhooks.Engine.Tests.Differential.Json;

internal sealed record JsonText(string Value) : JsonValue
{
    public override string ToString() => base.ToString();
}
