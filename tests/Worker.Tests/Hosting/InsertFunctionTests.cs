using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>Whole workers whose destinations have an insert function.</summary>
public sealed class InsertFunctionTests : WorkerTests
{
    private const string Upper = "async function onTrack(event, settings) { event.event = event.event.toUpperCase(); event.by = settings.name; return event; }";

    [Fact]
    public async Task Event_GoesThroughTheFunctionOnce_AndThenThroughEachMapping()
    {
        const string source = "let calls = 0; function onTrack(event) { event.calls = ++calls; return event; }";
        await StartAsync(With(source, Mapping("/a"), Mapping("/b"), Mapping("/never", "type = \"page\"")));

        await Worker.PostAsync(RunningWorker.Track("m-1"));

        var webhooks = await Receiver.WaitForAsync(2, Ending);
        Assert.Equal(["1", "1"], webhooks.Select(webhook => Member(webhook, "calls")));
        Assert.Equal(["/a", "/b"], webhooks.Select(webhook => webhook.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Settings_OfTheSpecAndOfAFile_AreGiven_AndAFileThatChangesIsUsedWithoutARestart()
    {
        Worker.Config.WriteFile("settings", """{"name":"first"}""");
        var function = Function(Upper) with { Settings = JsonElement.Parse("""{"name":"overridden"}"""), SecretSettingsFile = "settings" };
        await StartAsync(With(function, Mapping("/a")));
        await Worker.PostAsync(RunningWorker.Track("m-0"));
        Assert.Equal("first", Member((await Receiver.WaitForAsync(1, Ending))[0], "by"));

        Worker.Config.WriteFile("settings", """{"name":"second"}""");
        var sent = 1;
        do
        {
            await Worker.PostAsync(RunningWorker.Track($"m-{sent++}"));
        }
        while (Member((await Receiver.WaitForAsync(sent, Ending))[^1], "by") != "second");
    }

    [Theory]
    [InlineData("throw new DropEvent('x')", "FunctionDropped")]
    [InlineData("throw new EventNotSupported('x')", "FunctionNotSupported")]
    [InlineData("return { type: 'page' }", "FunctionUnmatched")]
    public async Task Function_ThatDoesNotWantAnEvent_FiltersIt_AndTheNextOneGoesOn(string body, string reason)
    {
        await StartAsync(With($"function onTrack(event) {{ if (event.messageId === 'm-1') {{ {body}; }} return event; }}", Mapping("/a", "type = \"track\"")));

        await Worker.PostAsync(RunningWorker.Track("m-1"));
        await Worker.PostAsync(RunningWorker.Track("m-2"));

        Assert.Equal("m-2", Member(Assert.Single(await Receiver.WaitForAsync(1, Ending)), "messageId"));
        await Worker.WaitForAsync("crm", figures => Number(figures, "filtered") == 1 && Number(figures, "lag") == 0);
        await Worker.WaitForMetricAsync($"extensible_webhooks_filtered_total{{destination=\"crm\",reason=\"{reason}\"}} 1");
    }

    [Theory]
    [InlineData("throw new ValidationError('no id')", "FunctionRejected")]
    [InlineData("throw new InvalidEventPayload('no id')", "FunctionRejected")]
    [InlineData("event.a.b.c", "FunctionFailed")]
    [InlineData("return 1", "FunctionFailed")]
    [InlineData("const list = []; for (;;) list.push(new Array(1000).fill(1))", "FunctionFailed")]
    public async Task Function_ThatFails_MakesADeadLetter_AndTheNextEventGoesOn(string body, string reason)
    {
        await StartAsync(With($"function onTrack(event) {{ if (event.messageId === 'm-1') {{ {body}; }} return event; }}", Mapping("/a")));

        await Worker.PostAsync(RunningWorker.Track("m-1"));
        await Worker.PostAsync(RunningWorker.Track("m-2"));

        Assert.Equal("m-2", Member(Assert.Single(await Receiver.WaitForAsync(1, Ending)), "messageId"));
        var figures = await Worker.WaitForAsync("crm", figures => Number(figures, "failed") == 1 && Number(figures, "lag") == 0);
        Assert.Contains("insert function", figures.GetProperty("lastError").GetString(), StringComparison.Ordinal);
        await Worker.WaitForMetricAsync($"extensible_webhooks_dead_letters_total{{destination=\"crm\",reason=\"{reason}\"}} 1");
    }

    [Fact]
    public async Task RetryError_ParksTheEvent_AcrossARestart_AndTheFunctionOfThatTimeGetsIt()
    {
        await StartAsync(With("function onTrack(event) { throw new RetryError('not yet'); }", Mapping("/a"), Mapping("/b")));
        await Worker.PostAsync(RunningWorker.Track("m-1"));
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 1 && Number(figures, "lag") == 0);
        await Worker.StopAsync();

        Worker.Config.Write(ConfigFolder.Config(With(Upper, Mapping("/a"), Mapping("/b"))));
        await Worker.StartAsync();

        var webhooks = await Receiver.WaitForAsync(2, Ending);
        Assert.All(webhooks, webhook => Assert.Equal("ORDER COMPLETED", Member(webhook, "event")));
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 2 && Number(figures, "parked") == 0);
    }

    [Fact]
    public async Task RetryError_UntilTheEventIsTooOld_MakesADeadLetter()
    {
        var destination = With("function onTrack(event) { throw new RetryError('never'); }", Mapping("/a"));
        await StartAsync(destination with { Delivery = new DeliverySpec { Retry = new RetrySpec { MaxAge = Duration.Parse("1s"), InitialBackoff = Duration.Parse("10ms"), MaxBackoff = Duration.Parse("20ms") } } });

        await Worker.PostAsync(RunningWorker.Track("m-1"));

        await Worker.WaitForAsync("crm", figures => Number(figures, "failed") == 1 && Number(figures, "parked") == 0);
        await Worker.WaitForMetricAsync("extensible_webhooks_dead_letters_total{destination=\"crm\",reason=\"RetriesExhausted\"} 1");
        Assert.Empty(Receiver.Requests);
    }

    [Fact]
    public async Task Function_ThatRunsForEver_KeepsNoOtherLane()
    {
        var endless = With(Function("function onTrack(event) { for (;;); }") with { Timeout = Duration.Parse("200ms") }, Mapping("/a"));
        await StartAsync(endless, With(Upper, Mapping("/b")) with { Name = "other" }, ConfigFolder.Destination("plain", Mapping("/c")));

        await Worker.PostAsync([.. Enumerable.Range(0, 20).Select(number => RunningWorker.Track($"m-{number}"))]);

        await Worker.WaitForAsync("other", figures => Number(figures, "delivered") == 20);
        await Worker.WaitForAsync("plain", figures => Number(figures, "delivered") == 20);
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") > 0);
        Assert.DoesNotContain(Receiver.Requests, request => request.Path == "/a");
    }

    /// <summary>A hundred parked events wait for their call of 100 ms; without turns the neighbour's call would wait for nearly all of them.</summary>
    [Fact]
    public async Task Function_ThatIsSlow_CostsANeighboursFunctionOnlyFewOfItsCalls()
    {
        const string slow = "type = \"track\" and properties.kind = \"slow\"";
        var retry = new DeliverySpec { Retry = new RetrySpec { InitialBackoff = Duration.Parse("10ms"), MaxBackoff = Duration.Parse("10ms") }, Concurrency = new ConcurrencySpec { Max = 100, Adaptive = false } };
        var fast = With(Upper, Mapping("/fast", "type = \"track\" and properties.kind = \"fast\"")) with { Name = "fast" };
        await StartAsync(With("function onTrack(event) { throw new RetryError('not yet'); }", Mapping("/slow", slow)) with { Delivery = retry }, fast);
        await Worker.PostAsync([.. Enumerable.Range(0, 100).Select(number => RunningWorker.Track($"s-{number}", new { kind = "slow" }))]);
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 100 && Number(figures, "lag") == 0);
        const string spin = "function onTrack(event) { const end = Date.now() + 100; while (Date.now() < end); return event; }";
        Worker.Config.Write(ConfigFolder.Config(With(spin, Mapping("/slow", slow)) with { Delivery = retry }, fast));
        await Receiver.WaitForAsync(1, Ending);

        await Worker.PostAsync([.. Enumerable.Range(0, 5).Select(number => RunningWorker.Track($"f-{number}", new { kind = "fast" }))]);
        await Worker.WaitForAsync("fast", figures => Number(figures, "delivered") == 5);

        Assert.InRange(Receiver.Requests.Count(request => request.Path == "/slow"), 1, 60);
    }

    /// <summary>Its top level takes many seconds: longer than all that is looked at here.</summary>
    [Fact]
    public async Task Function_ThatIsCompiledForLong_KeepsNeitherOtherLanes_NorTheConfiguration_NorAStop()
    {
        const string slow = "const s = 'a'.repeat(4e6); for (let i = 0; i < 40000; i++) s.indexOf('aab'); function onTrack(event) { return event; }";
        await StartAsync(With(slow, Mapping("/slow")), ConfigFolder.Destination("plain", Mapping("/plain")));
        await Worker.PostAsync(RunningWorker.Track("m-1"));
        Assert.Equal("/plain", Assert.Single(await Receiver.WaitForAsync(1, Ending)).Path);
        var held = await Worker.WaitForAsync("crm", figures => figures.TryGetProperty("held", out _));
        Assert.Contains("being compiled", held.GetProperty("held").GetString(), StringComparison.Ordinal);

        var revision = await Worker.WaitForRevisionAsync(null);
        Worker.Config.Write(ConfigFolder.Config(With(slow, Mapping("/slow")), ConfigFolder.Destination("plain", Mapping("/other"))));
        await Worker.WaitForRevisionAsync(revision);
        await Worker.PostAsync(RunningWorker.Track("m-2"));
        Assert.Equal("/other", (await Receiver.WaitForAsync(2, Ending))[1].Path);
        var stopped = TimeProvider.System.GetTimestamp();
        await Worker.StopAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(stopped), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("function onTrack(event) {")]
    [InlineData(null)]
    public async Task Function_ThatCannotRun_HoldsItsLane_UntilItCan(string? source)
    {
        var function = Function("") with { Source = null, SourceFile = "function" };
        if (source is not null)
        {
            Worker.Config.WriteFile("function", source);
        }

        await StartAsync(With(function, Mapping("/a")), ConfigFolder.Destination("plain", Mapping("/c")));
        await Worker.PostAsync(RunningWorker.Track("m-1"));

        Assert.Equal("/c", Assert.Single(await Receiver.WaitForAsync(1, Ending)).Path);
        var held = await Worker.WaitForAsync("crm", figures => figures.TryGetProperty("held", out var held) && held.GetString()?.Contains("insert function", StringComparison.Ordinal) == true);
        Assert.Equal((1, "FunctionUnusable"), (Number(held, "lag"), held.GetProperty("heldReason").GetString()));

        Worker.Config.WriteFile("function", Upper);
        Assert.Equal("ORDER COMPLETED", Member((await Receiver.WaitForAsync(2, Ending))[1], "event"));
    }

    [Fact]
    public async Task Function_ThatBreaksInAnEdit_HoldsItsLane_AndSendsNothingUnchanged()
    {
        await StartAsync(With(Upper, Mapping("/a")));
        await Worker.PostAsync(RunningWorker.Track("m-1"));
        await Receiver.WaitForAsync(1, Ending);

        var revision = await Worker.WaitForRevisionAsync(null);
        Worker.Config.Write(ConfigFolder.Config(With("nonsense(", Mapping("/a"))));
        await Worker.WaitForRevisionAsync(revision);
        await Worker.PostAsync(RunningWorker.Track("m-2"));
        await Worker.WaitForAsync("crm", figures => figures.TryGetProperty("heldReason", out _));

        Worker.Config.Write(ConfigFolder.Config(With(Upper, Mapping("/a"))));
        var webhooks = await Receiver.WaitForAsync(2, Ending);
        Assert.All(webhooks, webhook => Assert.Equal("ORDER COMPLETED", Member(webhook, "event")));
    }

    private static string Member(ReceivedRequest webhook, string name) => JsonElement.Parse(webhook.Text).GetProperty(name).ToString();

    private static FunctionConfig Function(string source) => new() { Source = source, Timeout = Duration.Parse("30s") };

    private static DestinationConfig With(string source, params MappingConfig[] mappings) => With(Function(source), mappings);

    private static DestinationConfig With(FunctionConfig function, params MappingConfig[] mappings) =>
        ConfigFolder.Destination("crm", mappings) with { InsertFunction = function };

    private MappingConfig Mapping(string path, string trigger = "all") => ConfigFolder.Mapping(path.Trim('/'), Receiver.Url + path, trigger);
}
