using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary><see cref="IListWatch{T}"/> over HTTP.</summary>
/// <param name="namespace">Null for all.</param>
internal sealed class ListWatch<T>(ApiTransport transport, ApiResource resource, string? @namespace, InformerOptions options, JsonSerializerOptions json)
    : IListWatch<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private const int PageSize = 500;

    private readonly ObjectDecoder<T> _decoder = new(resource, json);

    /// <remarks>
    /// Lists without a resource version, so that the answer is the latest there is: client-go takes the API server's cache (version 0), which may be behind what this
    /// process, or its predecessor, has seen already.
    /// </remarks>
    public async Task<ListResult<T>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync(PageSize, cancellationToken);
        }
        catch (KubeApiException exception) when (exception.Error.IsExpired)
        {
            // The place in the pages expired while we read them: once more, in one piece.
            return await ListAsync(pageSize: null, cancellationToken);
        }
    }

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(
        string resourceVersion, TimeSpan timeout, Action onBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = Request("watch", isList: false, QueryText.Of(
            ("watch", "1"),
            ("allowWatchBookmarks", "true"),
            ("resourceVersion", resourceVersion),
            ("timeoutSeconds", ((int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            ("labelSelector", options.LabelSelector),
            ("fieldSelector", options.FieldSelector))) with
        { MayRetry = false };
        using var response = await transport.SendAsync(request, fence: null, cancellationToken);
        onBytes();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var line in WatchStreamReader.ReadLinesAsync(stream, onBytes, cancellationToken))
        {
            yield return _decoder.DecodeLine(line);
        }
    }

    private async Task<ListResult<T>> ListAsync(int? pageSize, CancellationToken cancellationToken)
    {
        var items = new List<WatchEvent<T>>();
        string? next = null;
        while (true)
        {
            var request = Request("list", isList: true, QueryText.Of(
                ("limit", pageSize?.ToString(CultureInfo.InvariantCulture)),
                ("continue", next),
                ("labelSelector", options.LabelSelector),
                ("fieldSelector", options.FieldSelector)));
            using var response = await transport.SendAsync(request, fence: null, cancellationToken);
            using var page = await transport.ReadAsync<JsonDocument>(request, response, json, cancellationToken);
            if (page.RootElement.TryGetProperty("items", out var elements) && elements.ValueKind == JsonValueKind.Array)
            {
                items.AddRange(elements.EnumerateArray().Select(_decoder.DecodeItem));
            }

            var metadata = page.RootElement.GetProperty("metadata");
            next = metadata.TryGetProperty("continue", out var token) ? token.GetString() : null;
            if (string.IsNullOrEmpty(next))
            {
                var version = metadata.TryGetProperty("resourceVersion", out var value) ? value.GetString() : null;
                return new ListResult<T>(items, version ?? throw new JsonException("A list has no resource version"));
            }
        }
    }

    private ApiRequest Request(string verb, bool isList, string query) => new()
    {
        Method = HttpMethod.Get,
        Verb = verb,
        Resource = resource,
        Namespace = @namespace,
        Query = query,
        Accept = MediaTypes.AcceptFor<T>(isList),
    };
}
