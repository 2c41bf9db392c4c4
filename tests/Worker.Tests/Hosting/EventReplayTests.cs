using System.Net.Http.Json;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>Whole workers that send a time range of their log again.</summary>
public sealed class EventReplayTests : WorkerTests
{
    private static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SteppedClock _clock = new();

    public EventReplayTests() => Worker.Time = _clock;

    [Fact]
    public async Task Range_IsSentAgain_UnderTheSameIds()
    {
        await StartAsync(Destination());
        await DeliverAsync("m", 20);
        var before = Receiver.Requests.ToList();

        var ended = await ReplayToEndAsync(new { destination = "crm", events = new { since = LongAgo }, ratePerSecond = 1000 });

        Assert.Equal((20, 20, 20, 0), (Number(ended, "matched"), Number(ended, "replayed"), Number(ended, "delivered"), Number(ended, "failed")));
        Assert.Equal((20, 0, false), (Number(ended, "read"), Number(ended, "missed"), ended.TryGetProperty("logBegins", out _)));
        Assert.Equal(Key(before), Key(Receiver.Requests.Skip(20)));
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 0 && Number(figures, "delivered") == 40);
    }

    [Fact]
    public async Task Range_HasWhatWasAcceptedFromSinceAndBeforeUntil()
    {
        await StartAsync(Destination());
        await DeliverAsync("early", 3);
        var since = Later();
        await DeliverAsync("in", 3);
        var until = Later();
        await DeliverAsync("late", 3);

        var ended = await ReplayToEndAsync(new { destination = "crm", events = new { since, until } });

        Assert.Equal((3, 3), (Number(ended, "matched"), Number(ended, "delivered")));
        Assert.Equal(["in-0", "in-1", "in-2"], IdsAfter(9));
    }

    [Fact]
    public async Task Trigger_ChoosesOfTheRange_AndTheMappingsOfNowMakeTheRequests()
    {
        await StartAsync(Destination());
        await DeliverAsync("m", 4);
        var revision = await Worker.WaitForRevisionAsync(null);
        Worker.Config.Write(ConfigFolder.Config(ConfigFolder.Destination(
            "crm",
            ConfigFolder.Mapping("orders", $"{Receiver.Url}/now", "type = \"track\"", Id),
            ConfigFolder.Mapping("pages", $"{Receiver.Url}/pages", "type = \"page\"", Id))));
        await Worker.WaitForRevisionAsync(revision);

        var ended = await ReplayToEndAsync(new { destination = "crm", events = new { since = LongAgo, trigger = "messageId in [\"m-1\", \"m-3\"]" } });

        Assert.Equal((4, 2, 2), (Number(ended, "read"), Number(ended, "matched"), Number(ended, "delivered")));
        Assert.Equal([("/now", "m-1"), ("/now", "m-3")], Receiver.Requests.Skip(4).Select(request => (request.Path, IdOf(request))).Order());
    }

    [Fact]
    public async Task Function_OfNow_SeesTheEventsAgain()
    {
        await StartAsync(Destination());
        await DeliverAsync("m", 3);
        var revision = await Worker.WaitForRevisionAsync(null);
        const string source = "function onTrack(event) { if (event.messageId === 'm-1') { throw new DropEvent('x'); } event.messageId += '!'; return event; }";
        Worker.Config.Write(ConfigFolder.Config(Destination() with { InsertFunction = new FunctionConfig { Source = source, Timeout = Duration.Parse("5s") } }));
        await Worker.WaitForRevisionAsync(revision);

        var ended = await ReplayToEndAsync(new { destination = "crm", events = new { since = LongAgo } });

        Assert.Equal((3, 2, 2), (Number(ended, "read"), Number(ended, "matched"), Number(ended, "delivered")));
        Assert.Equal(["m-0!", "m-2!"], IdsAfter(3));
        Assert.Equal(2, Receiver.Requests.GroupBy(request => request.WebhookId).Count(same => same.Count() == 2));
    }

    [Fact]
    public async Task EventThatTheFunctionFailsOn_IsADeadLetterOfTheReplay()
    {
        await StartAsync(Destination());
        await DeliverAsync("m", 3);
        var revision = await Worker.WaitForRevisionAsync(null);
        const string source = "function onTrack(event) { if (event.messageId === 'm-1') { event.a.b.c; } return event; }";
        Worker.Config.Write(ConfigFolder.Config(Destination() with { InsertFunction = new FunctionConfig { Source = source, Timeout = Duration.Parse("5s") } }));
        await Worker.WaitForRevisionAsync(revision);

        var ended = await ReplayToEndAsync(new { destination = "crm", events = new { since = LongAgo } });

        Assert.Equal((3, 3, 2, 1), (Number(ended, "matched"), Number(ended, "replayed"), Number(ended, "delivered"), Number(ended, "failed")));
        Assert.Equal("FunctionFailed", Assert.Single((await GetAsync("dead-letters")).GetProperty("items").EnumerateArray()).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task DryRun_OnlyCounts()
    {
        await StartAsync(Destination());
        await DeliverAsync("m", 5);

        var ended = await ReplayToEndAsync(new { destination = "crm", events = new { since = LongAgo, trigger = "messageId != \"m-0\"" }, dryRun = true });

        Assert.Equal((5, 4, 0), (Number(ended, "read"), Number(ended, "matched"), Number(ended, "replayed")));
        Assert.Equal(5, Receiver.Requests.Count);
    }

    [Fact]
    public async Task WhatFails_IsRetriedOrADeadLetter_AsEver()
    {
        var destination = Destination();
        var retry = new RetrySpec { InitialBackoff = Duration.Parse("100ms"), MaxBackoff = Duration.Parse("200ms") };
        await StartAsync(destination with { Delivery = destination.Delivery with { Retry = retry } });
        await DeliverAsync("m", 4);
        var failed = 0;
        Receiver.Answer = (request, response) =>
        {
            response.StatusCode = IdOf(request) switch { "m-1" => 422, "m-2" when Interlocked.Increment(ref failed) < 6 => 500, _ => 200 };
            return Task.CompletedTask;
        };

        var ended = await ReplayToEndAsync(new { destination = "crm", events = new { since = LongAgo } });

        Assert.Equal((4, 3, 1), (Number(ended, "replayed"), Number(ended, "delivered"), Number(ended, "failed")));
        var letter = Assert.Single((await GetAsync("dead-letters")).GetProperty("items").EnumerateArray());
        Assert.Equal("""{"id":"m-1"}""", letter.GetProperty("body").GetString());
    }

    [Fact]
    public async Task MappingThatGivesNoRequest_MakesADeadLetter()
    {
        await StartAsync(Destination());
        await DeliverAsync("m", 2);
        var revision = await Worker.WaitForRevisionAsync(null);
        var mapping = ConfigFolder.Mapping("orders", "") with { Url = JsonSerializer.Deserialize<JsonElement>("""{"@path":"$.properties.url"}""") };
        Worker.Config.Write(ConfigFolder.Config(ConfigFolder.Destination("crm", mapping)));
        await Worker.WaitForRevisionAsync(revision);

        var ended = await ReplayToEndAsync(new { destination = "crm", events = new { since = LongAgo } });

        Assert.Equal((2, 2, 0, 2), (Number(ended, "matched"), Number(ended, "replayed"), Number(ended, "delivered"), Number(ended, "failed")));
        Assert.All((await GetAsync("dead-letters")).GetProperty("items").EnumerateArray(), letter => Assert.Equal("NotSendable", letter.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task EventsOfABatchedMapping_ShareRequests_AndCountOneByOne()
    {
        await StartAsync(Destination());
        await DeliverAsync("m", 7);
        var revision = await Worker.WaitForRevisionAsync(null);
        var mapping = ConfigFolder.Mapping("orders", $"{Receiver.Url}/batch", data: Id) with { Batching = new BatchingSpec { Enabled = true, MaxSize = 4, ItemStatusPath = "$[*]" } };
        Worker.Config.Write(ConfigFolder.Config(ConfigFolder.Destination("crm", mapping)));
        await Worker.WaitForRevisionAsync(revision);
        Receiver.Answer = (request, response) =>
        {
            response.StatusCode = 207;
            var items = JsonSerializer.Deserialize<JsonElement[]>(request.Text) ?? [];
            return response.WriteAsync(JsonSerializer.Serialize(items.Select(item => item.GetProperty("id").GetString() == "m-2" ? 422 : 200)));
        };

        var ended = await ReplayToEndAsync(new { destination = "crm", events = new { since = LongAgo }, ratePerSecond = 1000 });

        Assert.Equal((7, 7, 6, 1), (Number(ended, "matched"), Number(ended, "replayed"), Number(ended, "delivered"), Number(ended, "failed")));
        Assert.Equal([3, 4], Receiver.Requests.Skip(7).Select(request => JsonSerializer.Deserialize<JsonElement[]>(request.Text)?.Length).Order());
    }

    [Fact]
    public async Task Replay_KeepsItsRateAndItsPlace_OverARestart()
    {
        await StartAsync(Destination());
        await DeliverAsync("m", 6);

        var started = TimeProvider.System.GetTimestamp();
        var replay = await PostAsync(new { id = "mine", destination = "crm", events = new { since = LongAgo }, ratePerSecond = 5 });
        await Receiver.WaitForAsync(8, Ending);
        await Worker.StopAsync();
        var stopped = Receiver.Requests.Count;
        await Worker.StartAsync();
        await Worker.WaitUntilReadyAsync();
        var again = await PostAsync(new { id = "mine", destination = "crm", events = new { since = LongAgo }, ratePerSecond = 5 });
        var ended = await WaitForEndAsync(replay);

        // One every 200 ms.
        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(1));
        Assert.Equal((6, 6), (Number(ended, "replayed"), Number(ended, "delivered")));
        Assert.Equal("mine", again.GetProperty("id").GetString());

        // What was under way at the stop may come twice, nothing else.
        Assert.Equal(Enumerable.Range(0, 6).Select(number => $"m-{number}"), IdsAfter(6).Distinct());
        Assert.InRange(Receiver.Requests.Count, 12, 12 + (stopped - 6));
    }

    [Fact]
    public async Task Cancel_SendsNoMore_AndIsTheEnd()
    {
        await StartAsync(Destination());
        await DeliverAsync("m", 20);
        var replay = await PostAsync(new { destination = "crm", events = new { since = LongAgo }, ratePerSecond = 1 });
        await Receiver.WaitForAsync(21, Ending);
        var path = $"replay/{replay.GetProperty("id").GetString()}";

        using var answer = await Worker.Client.DeleteAsync(Inspect(path), Ending);
        using var again = await Worker.Client.DeleteAsync(Inspect(path), Ending);
        var next = await ReplayToEndAsync(new { destination = "crm", events = new { since = LongAgo, trigger = "messageId = \"m-19\"" }, ratePerSecond = 1000 });

        Assert.Equal((200, 200), ((int)answer.StatusCode, (int)again.StatusCode));
        Assert.Equal("Cancelled", (await GetAsync(path)).GetProperty("phase").GetString());
        Assert.Equal(1, Number(next, "delivered"));
        var sent = IdsAfter(20).ToList();
        Assert.Equal("m-19", sent[^1]);
        Assert.InRange(sent.Count, 2, 4);
    }

    [Fact]
    public async Task Replay_OfADestinationThatIsStopped_Fails()
    {
        await StartAsync(Destination());
        await DeliverAsync("m", 3);
        Receiver.AnswerWith(410);

        var replay = await PostAsync(new { destination = "crm", events = new { since = LongAgo }, ratePerSecond = 1 });
        var ended = await WaitForEndAsync(replay, "Failed");

        Assert.Contains("is stopped", ended.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, Number(ended, "delivered"));
    }

    [Fact]
    public async Task WhatRetentionRemoved_IsSaid()
    {
        var config = ConfigFolder.Config(Destination());
        await StartAsync(config with { Log = config.Log with { MaxSize = ByteSize.Parse("64Ki") } });
        for (var number = 0; number < 12; number++)
        {
            await Worker.PostAsync(RunningWorker.Track($"m-{number}", new { text = new string('x', 16_000) }));
        }

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 12);
        await Worker.WaitForMetricAsync("extensible_webhooks_log_events 4");
        var ended = await ReplayToEndAsync(new { destination = "crm", events = new { since = LongAgo } });

        Assert.True(ended.GetProperty("logBegins").GetDateTimeOffset() > LongAgo);
        Assert.Equal((4, 4), (Number(ended, "read"), Number(ended, "delivered")));
    }

    /// <summary>The lane sends 40 requests a second; a replay that could take them all takes every other one at most.</summary>
    [Fact]
    public async Task LiveEvents_KeepTheirShareOfTheLane()
    {
        var destination = Destination();
        await StartAsync(destination);
        await DeliverAsync("old", 100);
        var revision = await Worker.WaitForRevisionAsync(null);
        Worker.Config.Write(ConfigFolder.Config(destination with { Delivery = destination.Delivery with { RateLimit = new RequestRateLimit { RequestsPerSecond = 40, Burst = 1 } } }));
        await Worker.WaitForRevisionAsync(revision);

        await PostAsync(new { destination = "crm", events = new { since = LongAgo }, ratePerSecond = 10_000 });
        await Receiver.WaitForAsync(110, Ending);
        await Worker.PostAsync([.. Enumerable.Range(0, 30).Select(number => RunningWorker.Track($"live-{number}"))]);
        var posted = Receiver.Requests.Count;
        await Eventually.TrueAsync(() => Receiver.Requests.Count(request => IdOf(request).StartsWith("live", StringComparison.Ordinal)) == 30, "the live events", Ending);

        // In turns: 30 of the one and as many of the other, and a few for the moments of beginning.
        Assert.InRange(Receiver.Requests.Count - posted, 30, 80);
    }

    [Theory]
    [InlineData("""{"destination":"crm","events":{}}""", "events.since: it is needed")]
    [InlineData("""{"destination":"crm","events":{"since":"2026-01-02T00:00:00Z","until":"2026-01-01T00:00:00Z"}}""", "later than since")]
    [InlineData("""{"destination":"crm","events":{"since":"2026-01-02T00:00:00Z"},"deadLetters":{}}""", "not of both")]
    [InlineData("""{"destination":"crm","events":{"since":"2026-01-02T00:00:00Z","trigger":"type =="}}""", "events.trigger")]
    [InlineData("""{"destination":"crm","events":{"since":"2026-01-02T00:00:00Z","from":1}}""", "from")]
    public async Task Range_ThatIsNotUnderstood_SaysWhy(string body, string text)
    {
        await StartAsync(Destination());

        using var response = await Worker.Client.PostAsync(Inspect("replay"), new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), Ending);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(text, await response.Content.ReadAsStringAsync(Ending), StringComparison.Ordinal);
    }

    /// <summary>A WebhookReplay's request: its unset fields are nulls, its id is whr- and a uid.</summary>
    [Theory]
    [InlineData("""{"id":"whr-0d5a2b6e-6c1e-4a60-9f0a-0f3f5d1c2b3a","destination":"crm","ratePerSecond":50,"dryRun":false,"events":{"since":"2020-01-31T12:00:00.0000000Z","until":null,"trigger":null}}""", 2)]
    [InlineData("""{"id":"whr-0d5a2b6e-6c1e-4a60-9f0a-0f3f5d1c2b3a","destination":"crm","ratePerSecond":50,"dryRun":true,"deadLetters":{"mapping":null,"reasons":["Rejected"],"since":null,"until":"2026-01-31T12:00:00.0000000Z"}}""", 0)]
    [InlineData("""{"id":"whr-0d5a2b6e-6c1e-4a60-9f0a-0f3f5d1c2b3a","destination":"crm","ratePerSecond":50,"dryRun":false,"deadLetters":{"mapping":null,"reasons":null,"since":null,"until":null}}""", 0)]
    public async Task Request_AsTheOperatorWritesIt_IsTaken(string body, int matched)
    {
        await StartAsync(Destination());
        await DeliverAsync("m", 2);

        using var response = await Worker.Client.PostAsync(Inspect("replay"), new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), Ending);
        var text = await response.Content.ReadAsStringAsync(Ending);

        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal(matched, Number(await WaitForEndAsync(JsonSerializer.Deserialize<JsonElement>(text)), "matched"));
    }

    private static string IdOf(ReceivedRequest request) => JsonSerializer.Deserialize<JsonElement>(request.Text).GetProperty("id").GetString() ?? "";

    private static IEnumerable<string> Key(IEnumerable<ReceivedRequest> requests) =>
        requests.Select(request => $"{request.Method} {request.Path} {request.WebhookId} {request.Text}").Order(StringComparer.Ordinal);

    /// <summary>A moment that is later than all that was accepted before, and earlier than all that is accepted after: the log's times are milliseconds.</summary>
    private DateTimeOffset Later()
    {
        _clock.Step(TimeSpan.FromMilliseconds(2));
        var moment = _clock.GetUtcNow();
        _clock.Step(TimeSpan.FromMilliseconds(2));
        return moment;
    }

    private IEnumerable<string> IdsAfter(int count) => Receiver.Requests.Skip(count).Select(IdOf).Order(StringComparer.Ordinal);

    private DestinationConfig Destination() => ConfigFolder.Destination("crm", ConfigFolder.Mapping("orders", $"{Receiver.Url}/orders", data: Id));

    private async Task DeliverAsync(string prefix, int count)
    {
        var before = Receiver.Requests.Count;
        await Worker.PostAsync([.. Enumerable.Range(0, count).Select(number => RunningWorker.Track($"{prefix}-{number}"))]);
        await Receiver.WaitForAsync(before + count, Ending);
        await Worker.WaitForAsync("crm", figures => Number(figures, "lag") == 0);
    }

    private Task<JsonElement> GetAsync(string path) => Worker.Client.GetFromJsonAsync<JsonElement>(Inspect(path), Ending);

    private async Task<JsonElement> PostAsync(object request)
    {
        using var response = await Worker.Client.PostAsJsonAsync(Inspect("replay"), request, Ending);
        var text = await response.Content.ReadAsStringAsync(Ending);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private async Task<JsonElement> ReplayToEndAsync(object request) => await WaitForEndAsync(await PostAsync(request));

    private async Task<JsonElement> WaitForEndAsync(JsonElement replay, string phase = "Succeeded")
    {
        // One that had ended when it was answered may not be kept.
        if (replay.GetProperty("phase").GetString() is "Running" or "Sending")
        {
            var id = replay.GetProperty("id").GetString();
            replay = await Eventually.SeenAsync(() => GetAsync($"replay/{id}"), seen => seen.GetProperty("phase").GetString() is not ("Running" or "Sending"), $"the end of {id}", Ending);
        }

        Assert.True(replay.GetProperty("phase").GetString() == phase, replay.ToString());
        return replay;
    }
}
