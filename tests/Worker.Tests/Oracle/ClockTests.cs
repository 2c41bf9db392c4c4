using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Hosting;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>The promise while somebody sets the clock, forward and back, by hours.</summary>
public sealed class ClockTests : WorkerTests
{
    private const string Data = """{"id":{"@path":"$.messageId"},"number":{"@path":"$.properties.number"}}""";

    private readonly SteppedClock _clock = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Worker.Time = _clock;
        Worker.StopTimeout = TimeSpan.FromMinutes(1);
    }

    [Fact]
    public async Task Steps_UnderLoad_LoseNothing_AndRepeatNothing()
    {
        var receiver = new FaultyReceiver(Receiver, Environment.ProcessId);
        receiver.Start();
        await StartAsync(Destination("plain"), Destination("picky"), Destination("batched"));
        var producer = new Producer(Worker.Addresses.IngestUrl, Environment.ProcessId);

        await producer.ProduceAsync(
            async () =>
            {
                foreach (var hours in (double[])[3, -5, 1.5, -0.2, 0.7])
                {
                    await producer.WaitForMoreAsync(100, Ending);
                    _clock.Step(TimeSpan.FromHours(hours));
                }

                await producer.WaitForMoreAsync(100, Ending);
                await Worker.StopAsync();
                _clock.Step(TimeSpan.FromHours(-4));
            },
            Ending);
        await Worker.StartAsync();
        await Worker.WaitUntilReadyAsync();
        receiver.Heal();
        await Worker.WaitUntilSettledAsync(Ending);

        Assert.Equal(0, await new Judge(producer, receiver).AccountAsync(Worker, ["plain", "picky", "batched"], Ending));
        Assert.Empty(producer.WronglyRefused);
    }

    /// <summary>It would wait for the hours that the clock has lost.</summary>
    [Fact]
    public async Task StepBack_DoesNotDelayWhatIsParked()
    {
        Receiver.AnswerWith(503);
        await StartAsync(Destination("plain"));
        await PostNumberedAsync(0, 5);
        await Worker.WaitForAsync("plain", figures => figures.GetProperty("parked").GetInt32() == 5);

        _clock.Step(TimeSpan.FromHours(-5));
        Receiver.AnswerWith(200);

        await Worker.WaitForAsync("plain", figures => figures.GetProperty("delivered").GetInt32() == 5 && figures.GetProperty("parked").GetInt32() == 0);
    }

    /// <summary>Beyond maxAge by the new time of day: it is tried once more before it is given up.</summary>
    [Fact]
    public async Task StepForward_GivesUpNothingUntried()
    {
        // The pause keeps tries from being under way during the step: one that fails after it has been tried, and is given up.
        Receiver.Answer = (_, response) =>
        {
            response.StatusCode = 503;
            response.Headers.RetryAfter = "5";
            return Task.CompletedTask;
        };
        await StartAsync(Destination("plain"));
        await PostNumberedAsync(0, 1);
        await Worker.WaitForAsync("plain", figures => figures.GetProperty("parked").GetInt32() == 1 && figures.GetProperty("inFlight").GetInt32() == 0 && figures.TryGetProperty("heldReason", out _));

        Receiver.AnswerWith(200);
        _clock.Step(TimeSpan.FromHours(5));

        var figures = await Worker.WaitForAsync("plain", figures => figures.GetProperty("parked").GetInt32() == 0);
        Assert.Equal((1, 0), (figures.GetProperty("delivered").GetInt32(), figures.GetProperty("deadLetters").GetInt32()));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task Step_DuringARetryAfter_NeitherEndsNorProlongsIt(double hours)
    {
        long answeredAt = 0;
        Receiver.Answer = (_, response) =>
        {
            if (Interlocked.CompareExchange(ref answeredAt, TimeProvider.System.GetTimestamp(), 0) == 0)
            {
                response.StatusCode = 429;
                response.Headers.RetryAfter = "2";
            }

            return Task.CompletedTask;
        };
        await StartAsync(Destination("plain"));
        await PostNumberedAsync(0, 1);
        await Worker.WaitForAsync("plain", figures => figures.TryGetProperty("heldReason", out var reason) && reason.GetString() == "Paused");

        _clock.Step(TimeSpan.FromHours(hours));
        await PostNumberedAsync(1, 1);

        await Receiver.WaitForAsync(2, Ending);
        Assert.InRange(TimeProvider.System.GetElapsedTime(answeredAt).TotalSeconds, 2, 1800);
        await Worker.WaitForAsync("plain", figures => figures.GetProperty("delivered").GetInt32() == 2);
    }

    /// <summary>Ages are the clock's: what was appended under one that was ahead is kept for longer, not for less.</summary>
    [Fact]
    public async Task StepForwardAndBack_CostsTheLogNothing()
    {
        await StartAsync(Destination("plain"));
        await PostNumberedAsync(0, 3);
        _clock.Step(TimeSpan.FromHours(50));
        await PostNumberedAsync(3, 3);
        _clock.Step(TimeSpan.FromHours(-90));
        await PostNumberedAsync(6, 3);

        await Worker.WaitForAsync("plain", figures => figures.GetProperty("delivered").GetInt32() == 9);
        Assert.Equal(9, (await Worker.GetStatusAsync()).GetProperty("events").GetProperty("kept").GetInt32());
    }

    private static DestinationConfig With(DestinationConfig destination, string name) => destination with
    {
        Mappings = [destination.Mappings[0] with
        {
            Batching = new BatchingSpec { Enabled = name == "batched", MaxSize = 20, MaxWait = Duration.Parse("50ms"), ItemStatusPath = "$[*]" },
        }],
        Delivery = destination.Delivery with { Retry = new RetrySpec { InitialBackoff = Duration.Parse("100ms"), MaxBackoff = Duration.Parse("1s") } },
    };

    private DestinationConfig Destination(string name) => With(ConfigFolder.Destination(name, ConfigFolder.Mapping("count", $"{Receiver.Url}/{name}", data: Data)), name);

    private async Task PostNumberedAsync(int first, int count) =>
        Assert.Equal(200, await Worker.PostAsync([.. Enumerable.Range(first, count).Select(number => RunningWorker.Track($"m-{number}", new { number }))]));
}
