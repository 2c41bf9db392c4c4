using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using ExtensibleWebhooks.Worker.Tests.Configuration;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>Sends events for as long as it is let, and remembers those that were answered 200: those are what the worker has promised.</summary>
internal sealed class Producer(string ingestUrl, int seed)
{
    private static readonly AuthenticationHeaderValue Key = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ConfigFolder.WriteKey}:")));

    /// <summary>The users of the events, by turns.</summary>
    public const int Users = 7;

    /// <summary>By messageId: the number that the webhook has to bring. Later events have greater numbers.</summary>
    public ConcurrentDictionary<string, int> Promised { get; } = new();

    public static string UserOf(int number) => $"u{number % Users}";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var random = new Random(seed);
        var last = 0;
        for (var batch = 0; !cancellationToken.IsCancellationRequested; batch++)
        {
            var events = Enumerable.Range(0, random.Next(1, 20)).Select(number => (Id: $"{seed}-{batch}-{number}", Number: ++last)).ToList();
            if (await PostAsync(client, events))
            {
                events.ForEach(sent => Promised[sent.Id] = sent.Number);
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    /// <summary>Waits until so many events are promised in all.</summary>
    public async Task WaitForAsync(int promised, CancellationToken cancellationToken)
    {
        while (Promised.Count < promised)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Never cancelled in the middle: an answer that is on its way is a promise.</summary>
    private async Task<bool> PostAsync(HttpClient client, IEnumerable<(string Id, int Number)> events)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ingestUrl}/v1/batch")
        {
            Content = JsonContent.Create(new
            {
                batch = events.Select(sent => new { type = "track", @event = "Counted", userId = UserOf(sent.Number), messageId = sent.Id, properties = new { number = sent.Number } }),
            }),
        };
        request.Headers.Authorization = Key;
        try
        {
            using var response = await client.SendAsync(request, CancellationToken.None);
            return (int)response.StatusCode == 200;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
