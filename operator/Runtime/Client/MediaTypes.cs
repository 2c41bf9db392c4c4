namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>What the API server is asked to answer with, and what is sent to it.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string Apply = "application/apply-patch+yaml";
    public const string JsonPatch = "application/json-patch+json";
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Metadata only for <see cref="MetadataOf{T}"/>. A watch sends single objects, so it asks as for one.</summary>
    public static string AcceptFor<T>(bool isList)
    {
        var isMetadata = typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(MetadataOf<>);
        return isMetadata ? $"application/json;as=PartialObjectMetadata{(isList ? "List" : "")};v=v1;g=meta.k8s.io" : Json;
    }
}
