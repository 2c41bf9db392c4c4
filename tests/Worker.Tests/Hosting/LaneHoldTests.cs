using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>Whole workers whose receivers pause, stop or slow a lane.</summary>
public sealed class LaneHoldTests : IAsyncLifetime
{
    private const string Id = """{"id":{"@path":"$.messageId"}}""";

    private readonly RunningWorker _worker = new();
    private Receiver? _receiver;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private Receiver Receiver => _receiver ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    [Fact]
    public async Task HoldStatus_PausesTheLane_LosesNothing_AndGoesOnAtTheFirstSuccess()
    {
        var isPaid = false;
        Receiver.Answer = (request, response) =>
        {
            response.StatusCode = request.Path == "/crm" && !Volatile.Read(ref isPaid) ? 402 : 200;
            return Task.CompletedTask;
        };
        await StartAsync(WithRetry(Destination("crm", "/crm"), retry => retry with { MaxAge = Duration.Parse("1s"), Statuses = new StatusOverrides { Hold = [402] } }), Destination("other", "/other"));

        await PostAsync(0, 50);
        var held = await _worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "Held");
        Assert.Contains("402", Text(held, "held"), StringComparison.Ordinal);
        await _worker.WaitForAsync("other", figures => Number(figures, "delivered") == 50);
        await _worker.WaitForMetricAsync("extensible_webhooks_lane_holds_total{destination=\"crm\",reason=\"Held\"} 1");

        // Probed, one at a time once those have ended that were under way, and nothing is given up, however old it grows.
        await _worker.WaitForAsync("crm", figures => Number(figures, "inFlight") <= 1 && Text(figures, "heldReason") == "Held");
        var before = Receiver.Requests.Count(request => request.Path == "/crm");
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.InRange(Number(await FiguresAsync("crm"), "inFlight"), 0, 1);
                return Receiver.Requests.Count(request => request.Path == "/crm") >= before + 3;
            },
            "three probes",
            Ending);

        Volatile.Write(ref isPaid, true);
        var figures = await _worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 50 && Number(figures, "lag") == 0);
        Assert.Equal((0, 0), (Number(figures, "failed"), Number(figures, "parked")));
        Assert.False(figures.TryGetProperty("heldReason", out _));
    }

    [Fact]
    public async Task RefusedCredentials_AreTriedAtOnce_WhenThereAreOthers()
    {
        Receiver.Answer = (request, response) =>
        {
            response.StatusCode = request.Headers["Authorization"] == "Bearer new" ? 200 : 401;
            return Task.CompletedTask;
        };
        _worker.Config.WriteFile("token", "old");

        // Probes an hour apart: only the new token can be why it goes on.
        await StartAsync(WithRetry(ConfigFolder.WithToken(Destination("crm"), "token"), retry => retry with { InitialBackoff = Duration.Parse("1h"), MaxBackoff = Duration.Parse("1h") }));
        await PostAsync(0, 20);
        await _worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "Held");

        _worker.Config.WriteFile("token", "new");

        await _worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 20 && Number(figures, "lag") == 0 && Number(figures, "parked") == 0);
    }

    [Fact]
    public async Task GoneEndpoint_StopsTheLane_OverARestart_UntilTheDestinationChanges()
    {
        Receiver.Answer = (request, response) =>
        {
            response.StatusCode = request.Path == "/old" ? 410 : 200;
            return Task.CompletedTask;
        };
        await StartAsync(Destination("crm", "/old"));
        await PostAsync(0, 1);
        await _worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "EndpointGone");
        await PostAsync(1, 30);
        Assert.Single(Receiver.Requests);

        await _worker.StopAsync();
        await _worker.StartAsync();
        await _worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "EndpointGone" && Number(figures, "parked") + Number(figures, "lag") == 31);

        _worker.Config.Write(ConfigFolder.Config(Destination("crm", "/new")));

        // What was rendered for the old url cannot be delivered any more, and does not stop the lane again.
        var figures = await _worker.WaitForAsync("crm", figures => Number(figures, "lag") == 0 && Number(figures, "parked") == 0);
        Assert.Equal(31, Number(figures, "delivered") + Number(figures, "deadLetters"));
        Assert.True(Number(figures, "delivered") > 0);
    }

    [Fact]
    public async Task RateLimit_IsKeptOverFirstTriesAndRetries()
    {
        var calls = 0;
        Receiver.Answer = (_, response) =>
        {
            response.StatusCode = Interlocked.Increment(ref calls) % 3 == 0 ? 500 : 200;
            return Task.CompletedTask;
        };
        var destination = Destination("crm");
        var started = TimeProvider.System.GetTimestamp();
        await StartAsync(destination with { Delivery = destination.Delivery with { RateLimit = new RequestRateLimit { RequestsPerSecond = 20, Burst = 5 } } });

        await PostAsync(0, 40);

        await _worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 40);
        Assert.InRange(Receiver.Requests.Count, 41, 5 + 1 + (int)(TimeProvider.System.GetElapsedTime(started).TotalSeconds * 20));
    }

    [Fact]
    public async Task FailingEndpoint_IsLeftAloneByTheBreaker_AndItsNeighbourIsNot()
    {
        var isHealthy = false;
        Receiver.Answer = (request, response) =>
        {
            response.StatusCode = request.Path == "/crm" && !Volatile.Read(ref isHealthy) ? 500 : 200;
            return Task.CompletedTask;
        };
        var breaker = new CircuitBreakerSpec { FailureRatio = 0.5, MinimumThroughput = 10, SamplingDuration = Duration.Parse("30s"), BreakDuration = Duration.Parse("1s") };
        var destination = Destination("crm", "/crm");
        await StartAsync(destination with { Delivery = destination.Delivery with { CircuitBreaker = breaker } }, Destination("other", "/other"));

        await PostAsync(0, 200);
        var open = await _worker.WaitForAsync("crm", figures => Text(figures, "circuitBreaker") == "Open");
        Assert.Equal("CircuitOpen", Text(open, "heldReason"));
        await _worker.WaitForMetricAsync("extensible_webhooks_lane_holds_total{destination=\"crm\",reason=\"CircuitOpen\"}");
        await _worker.WaitForAsync("other", figures => Number(figures, "delivered") == 200);

        Volatile.Write(ref isHealthy, true);
        var figures = await _worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 200 && Number(figures, "parked") == 0);
        Assert.Equal("Closed", Text(figures, "circuitBreaker"));

        // Without the breaker the two hundred would have been tried three times each at once.
        Assert.InRange(Receiver.Requests.Count(request => request.Path == "/crm"), 200, 350);
    }

    [Fact]
    public async Task DisabledDestination_ThatHolds_SendsNothing_AndCatchesUpOnceEnabled()
    {
        Receiver.AnswerWith(503);
        await StartAsync(Destination("crm", "/crm"), Destination("other", "/other"));
        await PostAsync(0, 1);
        await _worker.WaitForAsync("crm", figures => Number(figures, "parked") == 1);

        await DisableAsync(WhileDisabled.Hold);
        Receiver.AnswerWith(200);
        var sent = Receiver.Requests.Count(request => request.Path == "/crm");
        await PostAsync(1, 20);
        await _worker.WaitForAsync("other", figures => Number(figures, "delivered") == 21);
        await _worker.StopAsync();
        await _worker.StartAsync();
        await _worker.WaitUntilReadyAsync();
        await PostAsync(21, 5);
        await _worker.WaitForAsync("other", figures => Number(figures, "delivered") == 5);
        Assert.Equal(sent, Receiver.Requests.Count(request => request.Path == "/crm"));

        _worker.Config.Write(ConfigFolder.Config(Destination("crm", "/crm"), Destination("other", "/other")));
        await _worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 26 && Number(figures, "lag") == 0);
    }

    [Fact]
    public async Task DisabledDestination_ThatSkips_KeepsWhatIsParked_AndNothingElse()
    {
        Receiver.AnswerWith(503);
        await StartAsync(Destination("crm", "/crm"), Destination("other", "/other"));
        await PostAsync(0, 1);
        await _worker.WaitForAsync("crm", figures => Number(figures, "parked") == 1 && Number(figures, "lag") == 0);

        await DisableAsync(WhileDisabled.Skip);
        Receiver.AnswerWith(200);
        await PostAsync(1, 20);
        await _worker.WaitForAsync("other", figures => Number(figures, "delivered") == 21);

        _worker.Config.Write(ConfigFolder.Config(Destination("crm", "/crm"), Destination("other", "/other")));
        await _worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 1 && Number(figures, "parked") == 0);
        await PostAsync(21, 1);
        await _worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 2 && Number(figures, "lag") == 0 && Number(figures, "deadLetters") == 0);
    }

    private async Task DisableAsync(WhileDisabled whileDisabled)
    {
        _worker.Config.Write(ConfigFolder.Config(Destination("other", "/other")) with
        {
            DisabledDestinations = [new DisabledDestination { Name = "crm", WhileDisabled = whileDisabled }],
        });
        await Eventually.SeenAsync(_worker.GetStatusAsync, status => status.GetProperty("destinations").GetArrayLength() == 1, "one destination", Ending);
    }

    private static long Number(JsonElement figures, string name) => figures.GetProperty(name).GetInt64();

    private static string Text(JsonElement figures, string name) => figures.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static DestinationConfig WithRetry(DestinationConfig destination, Func<RetrySpec, RetrySpec> change) =>
        destination with { Delivery = destination.Delivery with { Retry = change(destination.Delivery.Retry) } };

    private DestinationConfig Destination(string name, string path = "/")
    {
        var destination = ConfigFolder.Destination(name, ConfigFolder.Mapping("orders", Receiver.Url + path, "all", Id));
        return WithRetry(destination, retry => retry with { InitialBackoff = Duration.Parse("100ms"), MaxBackoff = Duration.Parse("500ms") });
    }

    private async Task StartAsync(params DestinationConfig[] destinations)
    {
        _worker.Config.Write(ConfigFolder.Config(destinations));
        await _worker.StartAsync();
        await _worker.WaitUntilReadyAsync();
    }

    private async Task PostAsync(int first, int count) =>
        Assert.Equal(200, await _worker.PostAsync([.. Enumerable.Range(first, count).Select(number => RunningWorker.Track($"m-{number}"))]));

    private Task<JsonElement> FiguresAsync(string destination) => _worker.WaitForAsync(destination, _ => true);
}
