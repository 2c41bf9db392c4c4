using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ExtensibleWebhooks.Crds;

namespace ExtensibleWebhooks.Cli.Inspect;

/// <summary>Asks one worker's inspect API. Whatever it answers is a value.</summary>
internal sealed class InspectClient : IDisposable
{
    private const int MaxProblemLength = 2000;

    private readonly Uri _url;
    private readonly HttpClient _client;

    public InspectClient(Uri url, string? token)
    {
        _url = url;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(url, "/inspect/v1/"), Timeout = Timeout.InfiniteTimeSpan };
        if (!string.IsNullOrEmpty(token))
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Task<InspectAnswer<T>> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class => AskAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    public Task<InspectAnswer<T>> DeleteAsync<T>(string path, CancellationToken cancellationToken)
        where T : class => AskAsync<T>(HttpMethod.Delete, path, null, cancellationToken);

    public Task<InspectAnswer<T>> PostAsync<T>(string path, object body, CancellationToken cancellationToken)
        where T : class => AskAsync<T>(HttpMethod.Post, path, JsonContent.Create(body, options: Json.Options), cancellationToken);

    /// <summary>Copies an answer as it comes; returns why not, or null.</summary>
    public async Task<string?> CopyAsync(string path, Stream output, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return await ProblemOfAsync(response, cancellationToken);
            }

            await response.Content.CopyToAsync(output, cancellationToken);
            return null;
        }
        catch (HttpRequestException exception)
        {
            return ProblemOf(exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<InspectAnswer<T>> AskAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return new InspectAnswer<T>(null, await ProblemOfAsync(response, cancellationToken));
            }

            var value = await response.Content.ReadFromJsonAsync<T>(Json.Options, cancellationToken);
            return new InspectAnswer<T>(value, value is null ? $"{_url} answered nothing" : null);
        }
        catch (HttpRequestException exception)
        {
            return new InspectAnswer<T>(null, ProblemOf(exception));
        }
        catch (JsonException)
        {
            return new InspectAnswer<T>(null, $"{_url} answers, but not as a worker of this version: is it the management port?");
        }
    }

    private string ProblemOf(HttpRequestException exception) =>
        $"no worker answers at {_url} ({exception.Message}). Start one with webhooks run, or bring a cluster's here: kubectl port-forward POD 9090";

    private async Task<string> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return $"the worker at {_url} asks for another token: give it with --token or {InspectOptions.TokenVariable}; it is the key inspect-token of the Secret <source>-worker";
        }

        var text = (await response.Content.ReadAsStringAsync(cancellationToken)).Trim();
        return text.Length is > 0 and <= MaxProblemLength ? text : $"{_url} answered {(int)response.StatusCode}";
    }
}
