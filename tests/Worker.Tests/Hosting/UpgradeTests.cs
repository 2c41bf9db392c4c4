using System.Net.Http.Json;
using System.Text.Json;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>A store that an earlier version of the worker wrote: what it had promised is kept by this one.</summary>
public sealed class UpgradeTests : WorkerTests
{
    private static readonly string[] All = ["m-0", "m-1", "m-2", "m-3", "m-4", "m-5"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();

        // Half an hour after it was written, or all in it would be too old.
        var clock = new SteppedClock();
        clock.Step(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero) - clock.GetUtcNow());
        Worker.Time = clock;
    }

    [Fact]
    public async Task StoreOfTheFirstVersions_IsTakenOver_WithAllThatIsInIt()
    {
        var script = await File.ReadAllTextAsync(RepositoryRoot.At("tests", "Worker.Tests", "Storage", "cases", "first-versions.sql"), Ending);
        using (var connection = StoreConnections.OpenWriter(new EmbeddedStoreOptions { Folder = Worker.DataFolder }))
        {
            connection.ExecuteScript(script.Replace("http://receiver/", $"{Receiver.Url}/", StringComparison.Ordinal));

            // As if that worker had died before it committed the last three.
            connection.ExecuteScript("UPDATE log_cursor SET next = 4 WHERE lane = 'fine'");
        }

        await StartAsync(Destination("fine"), Destination("parked"), Destination("dead"));

        await Worker.WaitUntilSettledAsync(Ending);
        Assert.Equal(All[3..], IdsAt("/fine"));
        Assert.Equal(All, IdsAt("/parked"));
        Assert.All(Receiver.Requests.Where(request => request.Path == "/parked"), request => Assert.Equal("web", request.Headers["X-Shop"]));
        Assert.Equal(All, (await Worker.DeadLettersAsync("dead", Ending)).Order(StringComparer.Ordinal));

        using var replayed = await Worker.Client.PostAsJsonAsync($"{Worker.Addresses.ManagementUrl}/inspect/v1/replay", new { destination = "dead" }, Ending);
        Assert.True(replayed.IsSuccessStatusCode);
        await Worker.WaitForAsync("dead", figures => figures.GetProperty("delivered").GetInt32() == All.Length && figures.GetProperty("deadLetters").GetInt32() == 0);
        Assert.Equal(All, IdsAt("/dead"));

        // The ids that it had seen are still known.
        Assert.Equal(200, await Worker.PostAsync(RunningWorker.Track("m-0"), RunningWorker.Track("m-new")));
        Assert.Equal(1, (await Worker.GetStatusAsync()).GetProperty("events").GetProperty("duplicates").GetInt32());
    }

    private List<string> IdsAt(string path) => [.. Receiver.Requests.Where(request => request.Path == path)
        .Select(request => JsonSerializer.Deserialize<JsonElement>(request.Body).GetProperty("id").GetString() ?? "")
        .Order(StringComparer.Ordinal)];

    private DestinationConfig Destination(string name) =>
        ConfigFolder.Destination(name, ConfigFolder.Mapping("orders", $"{Receiver.Url}/{name}", data: """{"id":{"@path":"$.messageId"}}"""));
}
