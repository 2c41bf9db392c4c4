using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Worker.Tests.Configuration;

namespace ExtensibleWebhooks.Worker.Tests.Soak;

/// <summary>Sends batches, as fast as they are taken or at a rate.</summary>
internal sealed class PacedProducer(string ingestUrl, int number) : IDisposable
{
    private const int EventsPerBatch = 20;

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly string _padding = new('x', 300);
    private long _accepted;
    private int _batch;

    public long Accepted => Volatile.Read(ref _accepted);

    /// <param name="eventsPerSecond">Null: as fast as they are taken.</param>
    /// <param name="cancellationToken">Ends it; nothing is under way then.</param>
    public async Task RunAsync(double? eventsPerSecond, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var sent = 0; !cancellationToken.IsCancellationRequested; sent += EventsPerBatch)
        {
            var early = eventsPerSecond is { } rate ? TimeSpan.FromSeconds(sent / rate) - TimeProvider.System.GetElapsedTime(started) : TimeSpan.Zero;
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, TimeProvider.System, CancellationToken.None);
            }

            await SendAsync();
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync()
    {
        var batch = _batch++;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ingestUrl}/v1/batch")
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new
            {
                batch = Enumerable.Range(0, EventsPerBatch).Select(index => new { type = "track", @event = "Counted", userId = "u", messageId = $"{number}-{batch}-{index}", properties = new { number = index, padding = _padding } }),
            })),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ConfigFolder.WriteKey}:")));
        using var response = await _client.SendAsync(request, CancellationToken.None);
        if (response.IsSuccessStatusCode)
        {
            Interlocked.Add(ref _accepted, EventsPerBatch);
        }
    }
}
