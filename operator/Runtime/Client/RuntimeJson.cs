using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>How objects are read and written: the client library's own conventions, without the parts that nobody here reads.</summary>
public static class RuntimeJson
{
    /// <summary>
    /// The options of <see cref="KubernetesJson"/>, except that <c>metadata.managedFields</c> is skipped while parsing: it is often the larger
    /// half of an object.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        JsonSerializerOptions? options = null;
        KubernetesJson.AddJsonOptions(library => options = new JsonSerializerOptions(library));

        // Assigned by the line above: AddJsonOptions calls back before it returns.
        options!.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(SkipManagedFields);
        options.MakeReadOnly();
        return options;
    }

    private static void SkipManagedFields(JsonTypeInfo type)
    {
        if (type.Type == typeof(V1ObjectMeta) && type.Properties.FirstOrDefault(property => property.Name == "managedFields") is { } managedFields)
        {
            type.Properties.Remove(managedFields);
        }
    }
}
