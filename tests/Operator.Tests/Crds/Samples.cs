using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;

namespace ExtensibleWebhooks.Operator.Tests.Crds;

/// <summary>Small valid documents of each kind, and what a test changes in them.</summary>
internal static class Samples
{
    private static readonly Dictionary<string, string> Specs = new()
    {
        ["EventSource"] = "{}",
        ["WebhookDestination"] = """{"sourceRef": {"name": "shop"}}""",
        ["WebhookMapping"] = """{"destinationRef": {"name": "crm"}, "trigger": "all", "url": "https://example.com/"}""",
        ["WebhookReplay"] = """{"destinationRef": {"name": "crm"}, "deadLetters": {}}""",
    };

    /// <summary>A document of the kind, with members of the spec replaced or added; a null takes one away.</summary>
    public static JsonElement Manifest(string kind, string spec = "{}", string metadata = """{"name": "sample"}""")
    {
        var merged = Object(Specs[kind]);
        Merge(merged, Object(spec));
        var manifest = new JsonObject { ["apiVersion"] = ApiGroup.ApiVersion, ["kind"] = kind, ["metadata"] = Object(metadata), ["spec"] = merged };
        return JsonSerializer.SerializeToElement(manifest);
    }

    /// <summary>The same as an object with its defaults not applied, but by its C# initialisers.</summary>
    public static T Typed<T>(string spec = "{}")
        where T : class =>
        Manifest(typeof(T).Name, spec).Deserialize<T>(Json.Options) ?? throw new InvalidOperationException("The sample is null");

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                into.Remove(name);
            }
            else
            {
                into[name] = value.DeepClone();
            }
        }
    }

    private static JsonObject Object(string json) => JsonNode.Parse(json)?.AsObject() ?? [];
}
