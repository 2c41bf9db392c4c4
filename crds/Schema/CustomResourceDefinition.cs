using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ExtensibleWebhooks.Crds.Schema;

/// <summary>The CustomResourceDefinition of a kind, as the YAML file that <c>kubectl apply</c> takes. The same types give the same bytes.</summary>
public static class CustomResourceDefinition
{
    private const string Header = "# Generated from the C# types by `make crds` (`webhooks crds`). Do not edit.\n";

    /// <summary>The file's name, as controller-gen names its files.</summary>
    public static string FileNameOf(Kind kind) => $"{ApiGroup.Name}_{kind.Plural}.yaml";

    /// <summary>One YAML document, with the header.</summary>
    public static string Render(Kind kind, XmlDescriptions descriptions)
    {
        var schema = new SchemaReader(descriptions.Describe).Read(kind.Type);
        var text = new StringWriter { NewLine = "\n" };
        new SerializerBuilder()
            .WithQuotingNecessaryStrings()
            .Build()
            .Serialize(new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, newLine: "\n")), Write(kind, schema));
        return Header + text;
    }

    private static OrderedDictionary<string, object> Write(Kind kind, SchemaNode schema) => OpenApi.Tree(
        ("apiVersion", "apiextensions.k8s.io/v1"),
        ("kind", "CustomResourceDefinition"),
        ("metadata", OpenApi.Tree(("name", $"{kind.Plural}.{ApiGroup.Name}"))),
        ("spec", OpenApi.Tree(
            ("group", ApiGroup.Name),
            ("scope", "Namespaced"),
            ("names", NamesOf(kind)),
            ("versions", new List<object>
            {
                OpenApi.Tree(
                    ("name", ApiGroup.Version),
                    ("served", true),
                    ("storage", true),
                    ("subresources", OpenApi.Tree(("status", OpenApi.Tree()))),
                    ("additionalPrinterColumns", ColumnsOf(kind)),
                    ("schema", OpenApi.Tree(("openAPIV3Schema", OpenApi.Write(WithMetadataOfCrd(schema)))))),
            }))));

    private static OrderedDictionary<string, object> NamesOf(Kind kind) => OpenApi.Tree(
        ("kind", kind.Name),
        ("listKind", $"{kind.Name}List"),
        ("plural", kind.Plural),
        ("singular", kind.Name.ToLowerInvariant()),
        ("shortNames", kind.Type.GetCustomAttributes<ShortNameAttribute>().Select(name => name.Name).ToList()),
        ("categories", new List<string> { ApiGroup.Category }));

    private static List<OrderedDictionary<string, object>> ColumnsOf(Kind kind) =>
        [.. kind.Type.GetCustomAttributes<PrinterColumnAttribute>().Select(column => column.Priority == 0
            ? OpenApi.Tree(("name", column.Name), ("type", column.Type), ("jsonPath", column.JsonPath))
            : OpenApi.Tree(("name", column.Name), ("type", column.Type), ("jsonPath", column.JsonPath), ("priority", column.Priority)))];

    /// <summary>The API server owns metadata: a CRD may say nothing of it but the bounds of the name.</summary>
    private static SchemaNode WithMetadataOfCrd(SchemaNode root) => root with
    {
        Members = [.. root.Members.Select(member => member.Name == "metadata" ? member with { Schema = NameOnly(member.Schema) } : member)],
    };

    private static SchemaNode NameOnly(SchemaNode metadata) => metadata with
    {
        Description = null,
        Members = [.. metadata.Members.Where(member => member.Name == "name").Select(member => member with { IsRequired = false })],
    };
}
