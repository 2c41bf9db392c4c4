using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>JSON merge patches (RFC 7386): what has to be sent to make one document into another.</summary>
public static class MergePatch
{
    /// <summary>The smallest merge patch from one object to another, nulls for what goes; null when they are equal. Lists are replaced whole.</summary>
    public static JsonObject? Between(JsonObject? from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in to)
        {
            var before = from?[name];
            if (before is JsonObject beforeObject && value is JsonObject valueObject)
            {
                if (Between(beforeObject, valueObject) is { } inner)
                {
                    patch[name] = inner;
                }
            }
            else if (!JsonNode.DeepEquals(before, value))
            {
                patch[name] = value?.DeepClone();
            }
        }

        foreach (var (name, before) in from ?? [])
        {
            if (before is not null && !to.ContainsKey(name))
            {
                patch[name] = null;
            }
        }

        return patch.Count == 0 ? null : patch;
    }
}
