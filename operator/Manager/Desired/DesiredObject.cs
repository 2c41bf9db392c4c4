using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>An object as it should be: the document of a server-side apply, of only the fields that are the operator's.</summary>
internal sealed record DesiredObject(ApiResource Resource, JsonObject Document)
{
    public string Name { get; } = (string?)Document["metadata"]?["name"] ?? "";

    public string Namespace { get; } = (string?)Document["metadata"]?["namespace"] ?? "";

    /// <summary>Of the document without its own annotation.</summary>
    public string Hash { get; } = HashOf(Document);

    /// <summary>The document with the hash in an annotation.</summary>
    public JsonObject Stamped()
    {
        var stamped = Document.DeepClone().AsObject();
        var metadata = stamped["metadata"] as JsonObject ?? [];
        var annotations = metadata["annotations"] as JsonObject;
        if (annotations is null)
        {
            metadata["annotations"] = annotations = [];
        }

        annotations[Annotations.Applied] = Hash;
        return stamped;
    }

    /// <summary>A document with the metadata that all objects of a source share: name, labels and the source as controlling owner.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="source">The owner.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="content">What comes beside the metadata: <c>spec</c>, or a Secret's <c>data</c>.</param>
    public static DesiredObject Of(ApiResource resource, EventSource source, string name, params ReadOnlySpan<(string Member, JsonNode Value)> content)
    {
        var document = new JsonObject
        {
            ["apiVersion"] = resource.ApiVersion,
            ["kind"] = resource.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = source.Metadata.NamespaceProperty,
                ["labels"] = Labels.Of(SourceNames.Of(source)),
                ["ownerReferences"] = new JsonArray(OwnerOf(source)),
            },
        };
        foreach (var (member, value) in content)
        {
            document[member] = value;
        }

        return new DesiredObject(resource, document);
    }

    /// <summary>The same with more labels; those of the operator win.</summary>
    public DesiredObject WithLabels(IReadOnlyDictionary<string, string> more)
    {
        var document = Document.DeepClone().AsObject();
        if (document["metadata"]?["labels"] is JsonObject labels)
        {
            foreach (var (key, value) in more)
            {
                labels.TryAdd(key, value);
            }
        }

        return new DesiredObject(Resource, document);
    }

    private static JsonObject OwnerOf(EventSource source) => new()
    {
        ["apiVersion"] = source.ApiVersion,
        ["kind"] = EventSource.KubeKind,
        ["name"] = source.Metadata.Name,
        ["uid"] = source.Metadata.Uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    private static string HashOf(JsonObject document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.ToJsonString())))[..32];
}
