using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.EndToEnd.Stand;

/// <summary>Sends events to a source as an SDK does: the same message again until it is answered with success.</summary>
internal sealed class EventSender : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseBeforeRetry = TimeSpan.FromMilliseconds(100);

    private readonly PortForward _forward;
    private readonly HttpClient _client;
    private int _refusals;

    private EventSender(PortForward forward, string writeKey)
    {
        _forward = forward;
        WriteKey = writeKey;
        _client = new HttpClient { BaseAddress = forward.Address, Timeout = Patience };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{writeKey}:")));
    }

    public string WriteKey { get; }

    /// <summary>How often it was answered 503 so far.</summary>
    public int Refusals => _refusals;

    /// <summary>Of the ingest Service, from this machine.</summary>
    public Uri Address => _forward.Address;

    public static async Task<EventSender> StartAsync(Kubectl kubectl, string within, string source, CancellationToken cancellationToken)
    {
        var secret = await kubectl.GetAsync(["-n", within, "secret", $"{source}-write-key"], cancellationToken);
        var writeKey = secret?["data"]?["writeKey"]?.GetValue<string>() ?? throw new InvalidOperationException($"There is no write key of {source}");
        var forward = await PortForward.StartAsync(kubectl, within, $"service/{source}-ingest", 80, cancellationToken);
        return new EventSender(forward, Encoding.UTF8.GetString(Convert.FromBase64String(writeKey)));
    }

    /// <summary>A track event "Tested" with this id, both as its messageId and as <c>properties.id</c>. Returns when it was answered with 200.</summary>
    /// <exception cref="InvalidOperationException">An answer that no retry would change.</exception>
    public async Task SendAsync(string id, CancellationToken cancellationToken)
    {
        while (!await TrySendAsync(id, cancellationToken))
        {
            await Task.Delay(PauseBeforeRetry, TimeProvider.System, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _forward.DisposeAsync();
    }

    private async Task<bool> TrySendAsync(string id, CancellationToken cancellationToken)
    {
        var message = new JsonObject { ["event"] = "Tested", ["userId"] = "tester", ["messageId"] = id, ["properties"] = new JsonObject { ["id"] = id } };
        try
        {
            using var answer = await _client.PostAsJsonAsync("v1/track", message, cancellationToken);
            var code = (int)answer.StatusCode;
            if (code == 503)
            {
                Interlocked.Increment(ref _refusals);
            }

            return code is 200 or 429 or >= 500
                ? code == 200
                : throw new InvalidOperationException($"The worker answered {code}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
        catch (Exception exception) when (IsWithoutAnswer(exception) && !cancellationToken.IsCancellationRequested)
        {
            // As when the worker has just been killed: whether the event was taken is not known.
            return false;
        }
    }

    /// <summary>A connection that breaks at the wrong moment leaves HttpClient as a bare SocketException, too.</summary>
    private static bool IsWithoutAnswer(Exception exception) => exception is HttpRequestException or SocketException or IOException or OperationCanceledException;
}
