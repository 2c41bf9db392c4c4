using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary><see cref="IResourceClient"/> over <see cref="ApiTransport"/>.</summary>
/// <param name="transport">Shared by everything that talks to the API server.</param>
/// <param name="fieldManager">Who we are in server-side apply: one name for ever, since ownership does not follow a renaming.</param>
/// <param name="fence">Asked before each write; null for what any replica may do.</param>
/// <param name="options">How objects are read; <see cref="RuntimeJson.Options"/> unless the caller's types need others.</param>
public sealed class ResourceClient(ApiTransport transport, string fieldManager, IWriteFence? fence, JsonSerializerOptions options) : IResourceClient
{
    private const int PageSize = 500;

    public async Task<T?> GetAsync<T>(ApiResource resource, string? @namespace, string name, CancellationToken cancellationToken)
        where T : class
    {
        var request = new ApiRequest
        {
            Method = HttpMethod.Get,
            Verb = "get",
            Resource = resource,
            Namespace = @namespace,
            Name = name,
            Accept = MediaTypes.AcceptFor<T>(isList: false),
        };
        try
        {
            return await SendAsync<T>(request, cancellationToken);
        }
        catch (KubeApiException exception) when (exception.Error.IsNotFound)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(ApiResource resource, string? @namespace, string? labelSelector, CancellationToken cancellationToken)
        where T : class
    {
        var items = new List<T>();
        string? next = null;
        do
        {
            var page = await SendAsync<JsonObject>(Listing<T>(resource, @namespace, labelSelector, next), cancellationToken);
            foreach (var item in page["items"] as JsonArray ?? [])
            {
                items.Add(item.Deserialize<T>(options) ?? throw new JsonException($"A list of {resource} holds a null"));
            }

            next = (string?)page["metadata"]?["continue"];
        }
        while (!string.IsNullOrEmpty(next));

        return items;
    }

    public Task<T> CreateAsync<T>(ApiResource resource, JsonObject document, CancellationToken cancellationToken)
        where T : class =>
        SendAsync<T>(Writing(HttpMethod.Post, "create", resource, NamespaceOf(document), null) with
        {
            Body = Bytes(Named(resource, document)),
            Query = $"fieldManager={Uri.EscapeDataString(fieldManager)}",
            IsIdempotent = false,
        }, cancellationToken);

    public Task<T> ApplyAsync<T>(ApiResource resource, JsonObject document, CancellationToken cancellationToken)
        where T : class =>
        SendAsync<T>(Writing(HttpMethod.Patch, "patch", resource, NamespaceOf(document), NameOf(document)) with
        {
            Body = Bytes(Named(resource, document)),
            ContentType = MediaTypes.Apply,
            Query = $"fieldManager={Uri.EscapeDataString(fieldManager)}&force=true",
        }, cancellationToken);

    public Task<T> PatchAsync<T>(ApiResource resource, string? @namespace, string name, JsonPatch patch, CancellationToken cancellationToken)
        where T : class =>
        SendAsync<T>(Patching(resource, @namespace, name) with { Body = Bytes(patch.ToJson()), ContentType = MediaTypes.JsonPatch, IsIdempotent = false }, cancellationToken);

    public Task<T> MergeAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        where T : class =>
        SendAsync<T>(Patching(resource, @namespace, name) with { Body = Bytes(patch), ContentType = MediaTypes.MergePatch }, cancellationToken);

    public Task<T> MergeStatusAsync<T>(ApiResource resource, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        where T : class =>
        SendAsync<T>(
            Patching(resource, @namespace, name) with { Subresource = "status", Body = Bytes(patch), ContentType = MediaTypes.MergePatch },
            cancellationToken);

    public async Task<bool> DeleteAsync(ApiResource resource, string? @namespace, string name, string? uid, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = "Background" };
        if (uid is not null)
        {
            body["preconditions"] = new JsonObject { ["uid"] = uid };
        }

        try
        {
            await SendAsync<JsonObject>(Writing(HttpMethod.Delete, "delete", resource, @namespace, name) with { Body = Bytes(body) }, cancellationToken);
            return true;
        }
        catch (KubeApiException exception) when (exception.Error.IsNotFound)
        {
            return false;
        }
    }

    private static ApiRequest Listing<T>(ApiResource resource, string? @namespace, string? labelSelector, string? next) => new()
    {
        Method = HttpMethod.Get,
        Verb = "list",
        Resource = resource,
        Namespace = @namespace,
        Query = QueryText.Of(("limit", $"{PageSize}"), ("labelSelector", labelSelector), ("continue", next)),
        Accept = MediaTypes.AcceptFor<T>(isList: true),
    };

    private static ApiRequest Writing(HttpMethod method, string verb, ApiResource resource, string? @namespace, string? name) =>
        new() { Method = method, Verb = verb, Resource = resource, Namespace = @namespace, Name = name };

    private ApiRequest Patching(ApiResource resource, string? @namespace, string name) =>
        Writing(HttpMethod.Patch, "patch", resource, @namespace, name) with { Query = $"fieldManager={Uri.EscapeDataString(fieldManager)}" };

    private static JsonObject Named(ApiResource resource, JsonObject document)
    {
        if (document.ContainsKey("apiVersion") && document.ContainsKey("kind"))
        {
            return document;
        }

        var named = document.DeepClone().AsObject();
        named["apiVersion"] = resource.ApiVersion;
        named["kind"] = resource.Kind;
        return named;
    }

    private static string? NamespaceOf(JsonObject document) => (string?)document["metadata"]?["namespace"];

    private static string NameOf(JsonObject document) =>
        (string?)document["metadata"]?["name"] ?? throw new ArgumentException("The document has no metadata.name", nameof(document));

    private byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, options);

    private async Task<T> SendAsync<T>(ApiRequest request, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await transport.SendAsync(request, fence, cancellationToken);
        return await transport.ReadAsync<T>(request, response, options, cancellationToken);
    }
}
