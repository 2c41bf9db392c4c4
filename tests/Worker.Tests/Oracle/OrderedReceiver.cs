using System.Text.Json;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>Answers as a bad day's endpoints do, and keeps what came in the order in which it came. What is taken is taken on arrival: an answer that is late, or lost with the worker, changes nothing.</summary>
internal sealed class OrderedReceiver(Receiver receiver, int seed)
{
    /// <summary>Of 13 events one is never taken here.</summary>
    public const string Picky = "/picky";

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private volatile bool _isHealthy;

    /// <summary>Guarded by _gate while it runs. Each request: where it came, the steps that it brought, and whether they had their end by its answer.</summary>
    public List<(string Path, IReadOnlyList<long> Steps, bool IsEnd)> Arrivals { get; } = [];

    /// <summary>The place of a webhook in its user's order: its event's number, then its mapping's.</summary>
    public static long StepOf(int number, int mapping) => (number * 2L) + mapping;

    public static int NumberOf(long step) => (int)(step / 2);

    public static bool IsRefused(string path, int number) => path == Picky && number % 13 == 0;

    public void Start() => receiver.Answer = AnswerAsync;

    /// <summary>From now on everything is taken that ever will be.</summary>
    public void Heal() => _isHealthy = true;

    private static bool IsLost(int roll) => roll is >= 16 and < 20;

    private async Task AnswerAsync(ReceivedRequest request, HttpResponse response)
    {
        var body = JsonSerializer.Deserialize<JsonElement>(request.Body);
        var webhooks = body.ValueKind == JsonValueKind.Array ? body.EnumerateArray().ToList() : [body];
        var steps = webhooks.Select(webhook => StepOf(webhook.GetProperty("number").GetInt32(), webhook.GetProperty("mapping").GetInt32())).ToList();
        int roll;
        lock (_gate)
        {
            roll = _isHealthy ? 100 : _random.Next(100);
            response.StatusCode = roll switch
            {
                < 8 => 503,
                < 11 => 429,
                < 16 when steps.Count > 1 => 413,
                _ when IsRefused(request.Path, NumberOf(steps[0])) => 422,
                _ => 200,
            };
            Arrivals.Add((request.Path, steps, response.StatusCode is 200 or 422 && !IsLost(roll)));
        }

        if (IsLost(roll))
        {
            response.HttpContext.Abort();
        }
        else if (roll is >= 20 and < 30)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(roll * 5), TimeProvider.System, CancellationToken.None);
        }
    }
}
