using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ExtensibleWebhooks.Runtime.Metrics;
using k8s;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>
/// Sends a call, again where that is safe (<see cref="RetryPolicy"/>), and turns every failure into a <see cref="KubeApiException"/> that shows nothing secret.
/// </summary>
public sealed class ApiTransport
{
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(60);

    private readonly ApiConnection _connection;
    private readonly RetryPolicy _retry;
    private readonly RestClientMetrics _metrics;
    private readonly TimeProvider _time;

    public ApiTransport(Kubernetes kubernetes, RetryPolicy retry, RestClientMetrics metrics, TimeProvider time)
    {
        _connection = ApiConnection.Of(kubernetes);
        _retry = retry;
        _metrics = metrics;
        _time = time;
    }

    /// <summary>Sends until answered with success; the caller disposes of the answer, whose body is not read yet.</summary>
    /// <param name="fence">Asked before each try of a write; null lets all pass.</param>
    /// <exception cref="KubeApiException">The server refused, or no answer came.</exception>
    /// <exception cref="WriteFencedException">The fence is closed.</exception>
    internal async Task<HttpResponseMessage> SendAsync(ApiRequest request, IWriteFence? fence, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            if (request.IsWrite && fence is { MayWrite: false })
            {
                throw new WriteFencedException(request.Verb, request.Resource.ToString());
            }

            var (response, error) = await TrySendAsync(request, cancellationToken);
            if (response is not null)
            {
                return response;
            }

            var delay = _retry.DelayBefore(retry, request, error) ?? throw new KubeApiException(error);
            await Task.Delay(delay, _time, cancellationToken);
        }
    }

    /// <summary>Reads the body of an answer; what is cut off, too slow or not what it should be is a <see cref="KubeApiException"/> too.</summary>
    internal async Task<T> ReadAsync<T>(ApiRequest request, HttpResponseMessage response, JsonSerializerOptions options, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = new CancellationTokenSource(BodyTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(linked.Token);
            return await JsonSerializer.DeserializeAsync<T>(stream, options, linked.Token) ?? throw new JsonException("null");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KubeApiException(request.Fails(0, "Timeout"));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new KubeApiException(request.Fails(0, "ConnectionLost"));
        }
        catch (JsonException)
        {
            throw new KubeApiException(request.Fails(0, "UnreadableAnswer"));
        }
    }

    private async Task<(HttpResponseMessage? Response, ApiError Error)> TrySendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        using var timeout = new CancellationTokenSource(HeadersTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var message = CreateMessage(request);
            if (_connection.Credentials is { } credentials)
            {
                await credentials.ProcessHttpRequestAsync(message, linked.Token);
            }

            var response = await _connection.HttpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            Observe(request, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), started);
            if (response.IsSuccessStatusCode)
            {
                return (response, request.Fails(0, ""));
            }

            using (response)
            {
                return (null, await ApiErrorReader.ReadAsync(request, response, _time, linked.Token));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Observe(request, "<error>", started);
            return (null, request.Fails(0, "Timeout"));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            Observe(request, "<error>", started);
            return (null, request.Fails(0, exception is HttpRequestException http ? http.HttpRequestError.ToString() : "ConnectionLost"));
        }
    }

    private HttpRequestMessage CreateMessage(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_connection.BaseUri, request.Path)) { Version = HttpVersion.Version20 };
        message.Headers.Accept.ParseAdd(request.Accept);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        }

        return message;
    }

    private void Observe(ApiRequest request, string code, long started) =>
        _metrics.Answered(request.Method.Method, request.Verb, _connection.BaseUri.Authority, code, _time.GetElapsedTime(started));
}
