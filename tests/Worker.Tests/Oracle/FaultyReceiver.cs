using System.Collections.Concurrent;
using System.Text.Json;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>Answers as a bad day's endpoints do, and remembers what it took (answered 200), by path and event.</summary>
internal sealed class FaultyReceiver(Receiver receiver, int seed)
{
    /// <summary>Of ten events so many are never taken at /picky.</summary>
    public const int Refused = 1;

    private readonly Random _random = new(seed);
    private volatile bool _isHealthy;

    /// <summary>By path: event id to the numbers that came with it, one for each time.</summary>
    public ConcurrentDictionary<(string Path, string Id), ConcurrentQueue<int>> Taken { get; } = new();

    public static bool IsRefused(int number) => number % 10 < Refused;

    public void Start() => receiver.Answer = AnswerAsync;

    /// <summary>From now on everything is taken that ever will be.</summary>
    public void Heal() => _isHealthy = true;

    private async Task AnswerAsync(ReceivedRequest request, HttpResponse response)
    {
        var webhook = JsonSerializer.Deserialize<JsonElement>(request.Body);
        var (id, number) = (webhook.GetProperty("id").GetString() ?? "", webhook.GetProperty("number").GetInt32());
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

        if (request.Path == "/picky" && IsRefused(number))
        {
            response.StatusCode = 422;
            return;
        }

        // Before the answer: what is answered 200 is taken, whoever dies meanwhile.
        Taken.GetOrAdd((request.Path, id), _ => new ConcurrentQueue<int>()).Enqueue(number);
    }

    private int Roll()
    {
        lock (_random)
        {
            return _random.Next(100);
        }
    }
}
