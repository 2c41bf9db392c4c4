namespace ExtensibleWebhooks.Engine.Tests.Differential.Json;

/// <summary>A number, true, false or null, as it is written.</summary>
internal sealed record JsonScalar(string Source) : JsonValue
{
    public static JsonScalar Null { get; } = new("null");

    public static JsonScalar Of(bool value) => new(value ? "true" : "false");

    public override string ToString() => base.ToString();
}
