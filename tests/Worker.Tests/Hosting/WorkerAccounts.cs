using System.Text.Json;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>What a running worker tells of its events.</summary>
internal static class WorkerAccounts
{
    /// <summary>Waits until each lane has read everything and has nothing parked.</summary>
    public static async Task WaitUntilSettledAsync(this IInspected worker, CancellationToken cancellationToken)
    {
        while ((await worker.DestinationsAsync(cancellationToken)).Any(figures => figures.GetProperty("lag").GetInt64() + figures.GetProperty("parked").GetInt64() > 0))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Waits until a destination's status is as expected; returns it.</summary>
    public static async Task<JsonElement> WaitForAsync(this IInspected worker, string destination, Func<JsonElement, bool> expected, CancellationToken cancellationToken)
    {
        while (true)
        {
            var figures = (await worker.DestinationsAsync(cancellationToken)).FirstOrDefault(figures => figures.GetProperty("name").GetString() == destination);
            if (figures.ValueKind == JsonValueKind.Object && expected(figures))
            {
                return figures;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>The ids of all events that are dead letters of a destination.</summary>
    public static async Task<IReadOnlySet<string>> DeadLettersAsync(this IInspected worker, string destination, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var before = ""; ;)
        {
            var page = JsonSerializer.Deserialize<JsonElement>(await worker.GetAsync($"/inspect/v1/dead-letters?destination={destination}&limit=1000{before}", cancellationToken));
            ids.UnionWith(page.GetProperty("items").EnumerateArray().SelectMany(letter => IdsOf(letter.GetProperty("body").GetString() ?? "")));
            if (!page.TryGetProperty("next", out var next))
            {
                return ids;
            }

            before = $"&before={next.GetInt64()}";
        }
    }

    /// <summary>The events of a webhook or of a batch.</summary>
    public static IReadOnlyList<string> IdsOf(string body)
    {
        var json = JsonSerializer.Deserialize<JsonElement>(body);
        var webhooks = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().ToList() : [json];
        return [.. webhooks.Select(webhook => webhook.GetProperty("id").GetString() ?? "")];
    }

    private static async Task<IReadOnlyList<JsonElement>> DestinationsAsync(this IInspected worker, CancellationToken cancellationToken) =>
        [.. JsonSerializer.Deserialize<JsonElement>(await worker.GetAsync("/inspect/v1/status", cancellationToken)).GetProperty("destinations").EnumerateArray()];
}
