using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Tests.Configuration;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>Sends events for as long as it is let, and remembers those that were answered 200: those are what the worker has promised.</summary>
/// <param name="ingestUrl">The worker's.</param>
/// <param name="seed">Of the batches' sizes; two producers need two.</param>
/// <param name="padding">Bytes that each event carries besides.</param>
internal sealed class Producer(string ingestUrl, int seed, int padding = 0)
{
    private static readonly AuthenticationHeaderValue Key = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ConfigFolder.WriteKey}:")));

    /// <summary>The users of the events, by turns.</summary>
    public const int Users = 7;

    private readonly string _padding = new('x', padding);

    /// <summary>By messageId: the number that the webhook has to bring. Later events have greater numbers.</summary>
    public ConcurrentDictionary<string, int> Promised { get; } = new();

    /// <summary>Answers other than 200, by status.</summary>
    public ConcurrentDictionary<int, int> Refused { get; } = new();

    /// <summary>Of those, the ones that a sender would take for a refusal for good: neither 429 nor 503, or without a Retry-After.</summary>
    public ConcurrentQueue<string> WronglyRefused { get; } = new();

    public static string UserOf(int number) => $"u{number % Users}";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
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

    /// <summary>Sends while something is done, and ends with it.</summary>
    public async Task ProduceAsync(Func<Task> meanwhile, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producing = Task.Run(() => RunAsync(enough.Token), CancellationToken.None);
        try
        {
            await meanwhile();
        }
        finally
        {
            await enough.CancelAsync();
            await producing;
        }
    }

    /// <summary>Waits until so many events more are promised.</summary>
    public Task WaitForMoreAsync(int count, CancellationToken cancellationToken) => WaitForAsync(Promised.Count + count, cancellationToken);

    /// <summary>Waits until so many requests more are refused with this status.</summary>
    public Task WaitForRefusalsAsync(int status, int count, CancellationToken cancellationToken)
    {
        var before = Refused.GetValueOrDefault(status);
        return Eventually.TrueAsync(() => Refused.GetValueOrDefault(status) >= before + count, $"{count} requests more refused by {status}", cancellationToken);
    }

    /// <summary>Waits until so many events are promised in all.</summary>
    public Task WaitForAsync(int promised, CancellationToken cancellationToken) =>
        Eventually.TrueAsync(() => Promised.Count >= promised, $"{promised} events promised", cancellationToken);

    /// <summary>Never cancelled in the middle: an answer that is on its way is a promise.</summary>
    private async Task<bool> PostAsync(HttpClient client, IEnumerable<(string Id, int Number)> events)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ingestUrl}/v1/batch")
        {
            Content = JsonContent.Create(new
            {
                batch = events.Select(sent => new { type = "track", @event = "Counted", userId = UserOf(sent.Number), messageId = sent.Id, properties = new { number = sent.Number, padding = _padding } }),
            }),
        };
        request.Headers.Authorization = Key;
        try
        {
            using var response = await client.SendAsync(request, CancellationToken.None);
            var status = (int)response.StatusCode;
            if (status == 200)
            {
                return true;
            }

            Refused.AddOrUpdate(status, 1, (_, count) => count + 1);
            if (status is not (429 or 503) || response.Headers.RetryAfter?.Delta is not { TotalSeconds: >= 1 })
            {
                WronglyRefused.Enqueue($"{status}, Retry-After: {response.Headers.RetryAfter}");
            }

            return false;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
