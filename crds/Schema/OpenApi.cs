using System.Text.Json;

namespace ExtensibleWebhooks.Crds.Schema;

/// <summary>Writes a schema as a structural OpenAPI v3 schema, the form that a CRD holds: an ordered tree of maps, lists and scalars.</summary>
internal static class OpenApi
{
    public static OrderedDictionary<string, object> Write(SchemaNode node)
    {
        var tree = new OrderedDictionary<string, object>();
        Put(tree, "description", node.Description);
        Put(tree, "type", TypeOf(node.Type));
        Put(tree, "format", node.Format);
        Put(tree, "default", node.Default is { } value ? Plain(value) : null);
        Put(tree, "enum", node.Allowed.Count > 0 ? node.Allowed : null);
        WriteBounds(tree, node);
        WriteParts(tree, node);
        List<(string Rule, string Message)> rules = [.. node.Rules.Select(rule => (rule.Rule, rule.Message)), .. node.Immutable is { } says ? [(ImmutableAttribute.Rule, says)] : Array.Empty<(string, string)>()];
        if (rules.Count > 0)
        {
            tree["x-kubernetes-validations"] = rules.Select(rule => Tree(("rule", rule.Rule), ("message", rule.Message))).ToList();
        }

        return tree;
    }

    private static void WriteBounds(OrderedDictionary<string, object> tree, SchemaNode node)
    {
        Put(tree, "minimum", node.Range?.Min);
        Put(tree, "maximum", node.Range?.Max);
        Put(tree, "minLength", node.Length?.Min is 0 ? null : node.Length?.Min);
        Put(tree, "maxLength", node.Length?.Max);
        Put(tree, "pattern", node.Pattern?.Expression);

        var counted = node.Type == SchemaType.List ? "Items" : "Properties";
        Put(tree, $"min{counted}", node.Count?.Min is 0 ? null : node.Count?.Min);
        Put(tree, $"max{counted}", node.Count?.Max);
    }

    private static void WriteParts(OrderedDictionary<string, object> tree, SchemaNode node)
    {
        if (node.Type is SchemaType.Any or SchemaType.AnyObject)
        {
            tree["x-kubernetes-preserve-unknown-fields"] = true;
        }

        if (node.Each is { } each)
        {
            tree[node.Type == SchemaType.List ? "items" : "additionalProperties"] = Write(each);
        }

        if (node.MergeKey is { } key)
        {
            tree["x-kubernetes-list-type"] = "map";
            tree["x-kubernetes-list-map-keys"] = new List<object> { key };
        }

        if (node.Members.Count > 0)
        {
            tree["properties"] = Tree([.. node.Members.Select(member => (member.Name, (object)Write(member.Schema)))]);
            var required = node.Members.Where(member => member.IsRequired).Select(member => member.Name).ToList();
            Put(tree, "required", required.Count > 0 ? required : null);
        }
    }

    private static string? TypeOf(SchemaType type) => type switch
    {
        SchemaType.Record or SchemaType.Map or SchemaType.AnyObject => "object",
        SchemaType.List => "array",
        SchemaType.Text => "string",
        SchemaType.WholeNumber => "integer",
        SchemaType.Number => "number",
        SchemaType.Boolean => "boolean",
        _ => null,
    };

    public static OrderedDictionary<string, object> Tree(params IReadOnlyList<(string Key, object Value)> members)
    {
        var tree = new OrderedDictionary<string, object>();
        foreach (var (key, value) in members)
        {
            tree[key] = value;
        }

        return tree;
    }

    private static void Put(OrderedDictionary<string, object> tree, string key, object? value)
    {
        if (value is not null)
        {
            tree[key] = value;
        }
    }

    private static object Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Tree([.. value.EnumerateObject().Select(member => (member.Name, Plain(member.Value)))]),
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDecimal(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value.GetString() ?? "",
    };
}
