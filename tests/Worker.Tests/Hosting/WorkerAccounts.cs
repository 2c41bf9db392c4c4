using System.Text.Json;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>What a running worker tells of its events.</summary>
internal static class WorkerAccounts
{
    /// <summary>Waits until each lane has read everything and has nothing parked.</summary>
    public static Task WaitUntilSettledAsync(this IInspected worker, CancellationToken cancellationToken) => Eventually.SeenAsync(
        () => worker.StatusAsync(cancellationToken),
        status => Destinations(status).All(figures => figures.GetProperty("lag").GetInt64() + figures.GetProperty("parked").GetInt64() == 0),
        "nothing unread or parked",
        cancellationToken);

    /// <summary>Waits until a destination's status is as expected; returns it.</summary>
    public static async Task<JsonElement> WaitForAsync(this IInspected worker, string destination, Func<JsonElement, bool> expected, CancellationToken cancellationToken) =>
        Named(destination, await Eventually.SeenAsync(
            () => worker.StatusAsync(cancellationToken),
            status => Named(destination, status) is { ValueKind: JsonValueKind.Object } figures && expected(figures),
            $"the figures of {destination}",
            cancellationToken));

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

    private static async Task<JsonElement> StatusAsync(this IInspected worker, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<JsonElement>(await worker.GetAsync("/inspect/v1/status", cancellationToken));

    private static JsonElement.ArrayEnumerator Destinations(JsonElement status) => status.GetProperty("destinations").EnumerateArray();

    private static JsonElement Named(string destination, JsonElement status) => Destinations(status).FirstOrDefault(figures => figures.GetProperty("name").GetString() == destination);
}
