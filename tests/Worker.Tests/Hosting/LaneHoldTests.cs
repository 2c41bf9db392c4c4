using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>Whole workers whose receivers pause, stop or slow a lane.</summary>
public sealed class LaneHoldTests : WorkerTests
{
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
        var held = await Worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "Held");
        Assert.Contains("402", Text(held, "held"), StringComparison.Ordinal);
        await Worker.WaitForAsync("other", figures => Number(figures, "delivered") == 50);
        await Worker.WaitForMetricAsync("extensible_webhooks_lane_holds_total{destination=\"crm\",reason=\"Held\"} 1");

        // Probed, one at a time once those have ended that were under way, and nothing is given up, however old it grows.
        await Worker.WaitForAsync("crm", figures => Number(figures, "inFlight") <= 1 && Text(figures, "heldReason") == "Held");
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
        var figures = await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 50 && Number(figures, "lag") == 0);
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
        Worker.Config.WriteFile("token", "old");

        // Probes an hour apart: only the new token can be why it goes on.
        await StartAsync(WithRetry(ConfigFolder.WithToken(Destination("crm"), "token"), retry => retry with { InitialBackoff = Duration.Parse("1h"), MaxBackoff = Duration.Parse("1h") }));
        await PostAsync(0, 20);
        await Worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "Held");

        Worker.Config.WriteFile("token", "new");

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 20 && Number(figures, "lag") == 0 && Number(figures, "parked") == 0);
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
        await Worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "EndpointGone");
        await PostAsync(1, 30);
        Assert.Single(Receiver.Requests);

        await Worker.StopAsync();
        await Worker.StartAsync();
        await Worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "EndpointGone" && Number(figures, "parked") + Number(figures, "lag") == 31);

        Worker.Config.Write(ConfigFolder.Config(Destination("crm", "/new")));

        // What was rendered for the old url cannot be delivered any more, and does not stop the lane again.
        var figures = await Worker.WaitForAsync("crm", figures => Number(figures, "lag") == 0 && Number(figures, "parked") == 0);
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

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 40);
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
        var open = await Worker.WaitForAsync("crm", figures => Text(figures, "circuitBreaker") == "Open");
        Assert.Equal("CircuitOpen", Text(open, "heldReason"));
        await Worker.WaitForMetricAsync("extensible_webhooks_lane_holds_total{destination=\"crm\",reason=\"CircuitOpen\"}");
        await Worker.WaitForMetricAsync("extensible_webhooks_circuit_breaker{destination=\"crm\"} 2");
        await Worker.WaitForAsync("other", figures => Number(figures, "delivered") == 200);

        Volatile.Write(ref isHealthy, true);
        var figures = await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 200 && Number(figures, "parked") == 0);
        Assert.Equal("Closed", Text(figures, "circuitBreaker"));
        await Worker.WaitForMetricAsync("extensible_webhooks_circuit_breaker{destination=\"crm\"} 0");

        // Without the breaker the two hundred would have been tried three times each at once.
        Assert.InRange(Receiver.Requests.Count(request => request.Path == "/crm"), 200, 350);
    }

    [Fact]
    public async Task ReceiverThatComplains_IsAskedOneAtATime_UntilItBearsMore()
    {
        Receiver.AnswerWith(429);
        var destination = Destination("crm");
        await StartAsync(destination with { Delivery = destination.Delivery with { CircuitBreaker = new CircuitBreakerSpec { MinimumThroughput = 100_000 } } });

        await PostAsync(0, 200);
        await Worker.WaitForAsync("crm", figures => Number(figures, "concurrencyLimit") == 1);
        await Worker.WaitForMetricAsync("extensible_webhooks_concurrency_limit{destination=\"crm\"} 1\n");

        Receiver.AnswerWith(200);
        var sent = 200;
        await Eventually.TrueAsync(
            async () =>
            {
                await PostAsync(sent, 20);
                sent += 20;
                return Number(await FiguresAsync("crm"), "concurrencyLimit") > 1;
            },
            "the limit rises again",
            Ending);
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == sent && Number(figures, "parked") == 0);
    }

    [Fact]
    public async Task DisabledDestination_ThatHolds_SendsNothing_AndCatchesUpOnceEnabled()
    {
        Receiver.AnswerWith(503);
        await StartAsync(Destination("crm", "/crm"), Destination("other", "/other"));
        await PostAsync(0, 1);
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 1);

        await DisableAsync(WhileDisabled.Hold);
        Receiver.AnswerWith(200);
        var sent = Receiver.Requests.Count(request => request.Path == "/crm");
        await PostAsync(1, 20);
        await Worker.WaitForAsync("other", figures => Number(figures, "delivered") == 21 && Number(figures, "parked") == 0 && Number(figures, "lag") == 0);
        await Worker.StopAsync();
        await Worker.StartAsync();
        await Worker.WaitUntilReadyAsync();
        await PostAsync(21, 5);
        await Worker.WaitForAsync("other", figures => Number(figures, "delivered") == 5);
        Assert.Equal(sent, Receiver.Requests.Count(request => request.Path == "/crm"));

        Worker.Config.Write(ConfigFolder.Config(Destination("crm", "/crm"), Destination("other", "/other")));
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 26 && Number(figures, "lag") == 0);
    }

    [Fact]
    public async Task DisabledDestination_ThatSkips_KeepsWhatIsParked_AndNothingElse()
    {
        Receiver.AnswerWith(503);
        await StartAsync(Destination("crm", "/crm"), Destination("other", "/other"));
        await PostAsync(0, 1);
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 1 && Number(figures, "lag") == 0);

        await DisableAsync(WhileDisabled.Skip);
        Receiver.AnswerWith(200);
        await PostAsync(1, 20);
        await Worker.WaitForAsync("other", figures => Number(figures, "delivered") == 21);

        Worker.Config.Write(ConfigFolder.Config(Destination("crm", "/crm"), Destination("other", "/other")));
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 1 && Number(figures, "parked") == 0);
        await PostAsync(21, 1);
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 2 && Number(figures, "lag") == 0 && Number(figures, "deadLetters") == 0);
    }

    /// <summary>Disables crm, and waits until what it had under way has ended and what is left of it is as it will stay.</summary>
    private async Task DisableAsync(WhileDisabled whileDisabled)
    {
        Worker.Config.Write(ConfigFolder.Config(Destination("other", "/other")) with
        {
            DisabledDestinations = [new DisabledDestination { Name = "crm", WhileDisabled = whileDisabled }],
        });
        await Eventually.TrueAsync(() => Worker.Log.Lines.Any(line => line.Contains("LaneStopped: Lane crm", StringComparison.Ordinal)), "crm's lane has stopped", Ending);
        await Eventually.SeenAsync(() => Task.FromResult(CountCursors()), cursors => cursors == (whileDisabled == WhileDisabled.Hold ? 2 : 1), "the cursors that are kept", Ending);
    }

    private long CountCursors()
    {
        using var connection = StoreConnections.OpenReader(new EmbeddedStoreOptions { Folder = Worker.DataFolder });
        return connection.Scalar("SELECT count(*) FROM log_cursor") ?? 0;
    }

    private static DestinationConfig WithRetry(DestinationConfig destination, Func<RetrySpec, RetrySpec> change) =>
        destination with { Delivery = destination.Delivery with { Retry = change(destination.Delivery.Retry) } };

    private DestinationConfig Destination(string name, string path = "/")
    {
        var destination = ConfigFolder.Destination(name, ConfigFolder.Mapping("orders", Receiver.Url + path, "all", Id));
        return WithRetry(destination, retry => retry with { InitialBackoff = Duration.Parse("100ms"), MaxBackoff = Duration.Parse("500ms") });
    }

    private Task<JsonElement> FiguresAsync(string destination) => Worker.WaitForAsync(destination, _ => true);
}
