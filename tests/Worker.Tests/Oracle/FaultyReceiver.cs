using System.Collections.Concurrent;
using System.Text.Json;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>Answers as a bad day's endpoints do, and remembers what it took (answered 200), by path and event.</summary>
internal sealed class FaultyReceiver(Receiver receiver, int seed)
{
    public const string Batched = "/batched";

    /// <summary>Of ten events so many are never taken at /picky and /batched.</summary>
    public const int Refused = 1;

    private readonly Random _random = new(seed);
    private volatile bool _isHealthy;

    /// <summary>A status that a path answers for now; null: as on any bad day. Healing does not end it.</summary>
    public Func<string, int?> Trouble { get; set; } = _ => null;

    /// <summary>By path: event id to the numbers that came with it, one for each time.</summary>
    public ConcurrentDictionary<(string Path, string Id), ConcurrentQueue<int>> Taken { get; } = new();

    public static bool IsRefused(int number) => number % 10 < Refused;

    public void Start() => receiver.Answer = AnswerAsync;

    /// <summary>From now on everything is taken that ever will be.</summary>
    public void Heal() => _isHealthy = true;

    /// <summary>Waits until all is taken that a killed worker has sent.</summary>
    public Task WaitUntilLeftAsync(CancellationToken cancellationToken) => receiver.WaitUntilLeftAsync(cancellationToken);

    private async Task AnswerAsync(ReceivedRequest request, HttpResponse response)
    {
        var webhook = JsonSerializer.Deserialize<JsonElement>(request.Body);
        if (Trouble(request.Path) is { } status)
        {
            response.StatusCode = status;
            return;
        }

        switch (_isHealthy ? int.MaxValue : Roll())
        {
            case < 5:
                response.StatusCode = 503;
                return;
            case < 8:
                response.StatusCode = 429;
                return;
            case < 10:
                response.HttpContext.Abort();
                return;
            case < 14:
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
                break;
        }

        if (request.Path == Batched)
        {
            await AnswerBatchAsync([.. webhook.EnumerateArray()], response);
        }
        else if (request.Path == "/picky" && IsRefused(NumberOf(webhook)))
        {
            response.StatusCode = 422;
        }
        else
        {
            Take(request.Path, webhook);
        }
    }

    private static int NumberOf(JsonElement webhook) => webhook.GetProperty("number").GetInt32();

    /// <summary>Before the answer: what is answered 200 is taken, whoever dies meanwhile.</summary>
    private void Take(string path, JsonElement webhook) =>
        Taken.GetOrAdd((path, webhook.GetProperty("id").GetString() ?? ""), _ => new ConcurrentQueue<int>()).Enqueue(NumberOf(webhook));

    /// <summary>Some batches are too large; of the others each event has its own status.</summary>
    private async Task AnswerBatchAsync(IReadOnlyList<JsonElement> webhooks, HttpResponse response)
    {
        if (!_isHealthy && webhooks.Count > 1 && Roll() < 10)
        {
            response.StatusCode = 413;
            return;
        }

        var statuses = webhooks.Select(webhook => IsRefused(NumberOf(webhook)) ? 422 : !_isHealthy && Roll() < 5 ? 503 : 200).ToList();
        foreach (var (webhook, _) in webhooks.Zip(statuses).Where(item => item.Second == 200))
        {
            Take(Batched, webhook);
        }

        response.StatusCode = 207;
        await response.WriteAsJsonAsync(statuses, response.HttpContext.RequestAborted);
    }

    private int Roll()
    {
        lock (_random)
        {
            return _random.Next(100);
        }
    }
}
