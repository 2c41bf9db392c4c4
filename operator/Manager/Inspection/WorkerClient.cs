using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Desired;

namespace ExtensibleWebhooks.Manager.Inspection;

/// <summary>Asks a worker how it stands. A worker that cannot be asked is no fault of the operator's: null, and the old figures stay.</summary>
/// <param name="http">Without a proxy, and with a limit on time and on the answer's size.</param>
/// <param name="addressOf">A source's worker's management port.</param>
internal sealed class WorkerClient(HttpClient http, Func<EventSource, Uri> addressOf)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>A thousand destinations, each with an error of a kilobyte.</summary>
    private const int MaxAnswerBytes = 2 * 1024 * 1024;

    private static readonly JsonSerializerOptions WithoutNulls = new(Json.Options) { RespectNullableAnnotations = true };

    public static HttpClient CreateHttp() => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = Timeout })
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <summary>The first pod, by the name that its headless Service gives it.</summary>
    public static Uri AddressInCluster(EventSource source)
    {
        var name = SourceNames.Of(source).Worker;
        return new Uri($"http://{name}-0.{name}.{source.Metadata.NamespaceProperty}.svc:{WorkerPod.ManagementPort}");
    }

    public async Task<WorkerFigures?> TryReadAsync(EventSource source, byte[] token, CancellationToken cancellationToken)
    {
        try
        {
            return await TrySendAsync(source, token, HttpMethod.Get, "status", null, cancellationToken) is { IsSuccess: true } answer
                ? JsonSerializer.Deserialize<WorkerFigures>(answer.Body, WithoutNulls)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null: no worker answered.</summary>
    /// <param name="source">Whose worker.</param>
    /// <param name="token">It asks for.</param>
    /// <param name="method">What to do.</param>
    /// <param name="path">Behind <c>/inspect/v1/</c>.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<WorkerAnswer?> TrySendAsync(EventSource source, byte[] token, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(addressOf(source), $"/inspect/v1/{path}"))
            {
                Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Encoding.UTF8.GetString(token));
            using var response = await http.SendAsync(request, cancellationToken);
            return new WorkerAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException || !cancellationToken.IsCancellationRequested)
        {
            // Users can write the token, and worker pods what they like: a token that no header takes, an answer in no known charset. The library's messages may quote both.
            return null;
        }
    }
}
