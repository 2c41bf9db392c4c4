namespace ExtensibleWebhooks.Engine.Tests.Differential.Json;

internal sealed record JsonMember(string Name, JsonValue Value);
