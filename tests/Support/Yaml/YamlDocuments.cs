using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace ExtensibleWebhooks.Support.Yaml;

/// <summary>Reads YAML as the JSON that Kubernetes would make of it.</summary>
public static class YamlDocuments
{
    private static readonly IDeserializer FromYaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    private static readonly ISerializer ToJson = new SerializerBuilder().JsonCompatible().Build();

    /// <summary>The documents of a stream, without the empty ones.</summary>
    public static IReadOnlyList<JsonNode> Parse(string yaml)
    {
        var documents = new List<JsonNode>();
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            if (FromYaml.Deserialize(parser) is { } document && JsonNode.Parse(ToJson.Serialize(document)) is { } node)
            {
                documents.Add(node);
            }
        }

        return documents;
    }
}
