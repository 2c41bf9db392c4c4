using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>The schema of each kind as validation runs it: without status, which is the operator's own, and without descriptions.</summary>
internal static class KindSchemas
{
    private static readonly Dictionary<string, SchemaNode> Schemas = Kinds.All.ToDictionary(kind => kind.Name, kind => Read(kind.Type));

    public static SchemaNode Of(Kind kind) => Schemas[kind.Name];

    private static SchemaNode Read(Type type)
    {
        var root = new SchemaReader(_ => null).Read(type);
        return root with { Members = [.. root.Members.Select(member => member.Name == "status" ? member with { Schema = Anything } : member)] };
    }

    private static SchemaNode Anything => new() { Type = SchemaType.Any, Source = typeof(object) };
}
