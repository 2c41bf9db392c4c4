using System.Reflection;
using k8s.Models;

namespace ExtensibleWebhooks.Crds.Schema;

/// <summary>
/// The schema of metadata. Kubernetes owns it: a CRD may bound only the name, and the API server checks the rest. Shape validation, which also runs
/// where no API server is, checks of the rest what people write by hand.
/// </summary>
internal static class MetadataSchema
{
    /// <summary>Most characters of a namespace's name.</summary>
    private const int MaxNamespace = 63;

    private static readonly string[] WrittenByServers =
        ["creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers", "generateName", "generation", "managedFields", "ownerReferences", "resourceVersion", "selfLink", "uid"];

    public static SchemaNode Of(Type kind)
    {
        var name = kind.GetCustomAttribute<ObjectNameAttribute>();
        var ofName = name is null ? null : new TextPattern(name.Expression, name.Says);
        return new SchemaNode
        {
            Type = SchemaType.Record,
            Source = typeof(V1ObjectMeta),
            Members =
            [
                new SchemaMember("name", Text(name?.MaxLength ?? 253, ofName), IsRequired: true),
                new SchemaMember("namespace", Text(MaxNamespace, new TextPattern(ObjectNameAttribute.Label, ObjectNameAttribute.LabelSays)), IsRequired: false),
                new SchemaMember("labels", Map, IsRequired: false),
                new SchemaMember("annotations", Map, IsRequired: false),
                .. WrittenByServers.Select(member => new SchemaMember(member, new SchemaNode { Type = SchemaType.Any, Source = typeof(object) }, IsRequired: false)),
            ],
        };
    }

    private static SchemaNode Map => new() { Type = SchemaType.Map, Source = typeof(IDictionary<string, string>), Each = new SchemaNode { Type = SchemaType.Text, Source = typeof(string) } };

    private static SchemaNode Text(int maxLength, TextPattern? pattern) =>
        new() { Type = SchemaType.Text, Source = typeof(string), Length = new Bounds<int>(1, maxLength), Pattern = pattern };
}
