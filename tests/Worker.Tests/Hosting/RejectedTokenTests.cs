using System.Collections.Concurrent;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>Whole workers with OAuth 2.0 tokens that come, are refused, and are renewed.</summary>
public sealed class RejectedTokenTests : WorkerTests
{
    private readonly ConcurrentDictionary<string, bool> _good = new();
    private readonly SteppedClock _clock = new();

    public RejectedTokenTests() => Worker.Time = _clock;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Receiver.Answer = (request, response) => Answer(response, _good.ContainsKey(TokenOf(request)) ? 200 : 401);
    }

    [Fact]
    public async Task RefusedToken_IsReportedOnce_AndAnotherOneGoesOnAtOnce()
    {
        // Probes an hour apart: only the new token can be why it goes on. maxAge is over long before.
        await StartAsync("t1", retry => retry with { MaxAge = Duration.Parse("5m"), InitialBackoff = Duration.Parse("1h"), MaxBackoff = Duration.Parse("1h") });
        await PostAsync(0, 50);
        var held = await Worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "CredentialsRejected" && Number(figures, "inFlight") == 0);
        Assert.Equal(TokenFingerprint.Of("t1"), Text(held, "rejectedToken"));
        Assert.DoesNotContain("t1", Text(held, "held"), StringComparison.Ordinal);
        Assert.Equal(0, Number(held, "failed"));
        await Worker.WaitForMetricAsync("extensible_webhooks_lane_holds_total{destination=\"crm\",reason=\"CredentialsRejected\"} 1");
        _clock.Step(TimeSpan.FromMinutes(6));

        Renew("t2");

        var figures = await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 50 && Number(figures, "lag") == 0);
        Assert.Equal((0, 0, 0), (Number(figures, "failed"), Number(figures, "parked"), Number(figures, "deadLetters")));
        Assert.False(figures.TryGetProperty("rejectedToken", out _));
        Assert.False(figures.TryGetProperty("heldReason", out _));
        Assert.All(Receiver.Requests.GroupBy(request => request.WebhookId), tries => Assert.Single(tries, request => TokenOf(request) == "t2"));
    }

    /// <summary>Long after maxAge the receiver fails once more with the new token: that is its first failure that counts.</summary>
    [Fact]
    public async Task Failure_AfterALongWaitForAToken_IsNotTheEnd()
    {
        await StartAsync("t1", retry => retry with { MaxAge = Duration.Parse("5m"), InitialBackoff = Duration.Parse("100ms") });
        await PostAsync(0, 5);
        await Worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "CredentialsRejected");
        _clock.Step(TimeSpan.FromMinutes(6));

        var failures = 0;
        Receiver.Answer = (request, response) => Answer(response, TokenOf(request) != "t2" ? 401 : Interlocked.Increment(ref failures) <= 3 ? 503 : 200);
        Renew("t2");

        var figures = await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 5 && Number(figures, "parked") == 0);
        Assert.Equal(0, Number(figures, "deadLetters"));
    }

    [Fact]
    public async Task Refusal_OfAnEarlierToken_NeitherHoldsNorIsReported_AndIsTriedWithTheNewOne()
    {
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tries = 0;
        Receiver.Answer = async (_, response) =>
        {
            if (Interlocked.Increment(ref tries) == 1)
            {
                await late.Task;
                response.StatusCode = 401;
            }
        };
        await StartAsync("t1", retry => retry with { InitialBackoff = Duration.Parse("1h"), MaxBackoff = Duration.Parse("1h") });
        await PostAsync(0, 1);
        await Receiver.WaitForAsync(1, Ending);

        // The new one is in use once something went with it; the old one is good until then.
        Worker.Config.WriteFile("token", "t2");
        var sent = 1;
        do
        {
            await PostAsync(sent, 1);
            sent++;
        }
        while (TokenOf((await Receiver.WaitForAsync(sent, Ending))[^1]) != "t2");
        late.SetResult();

        var figures = await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == sent && Number(figures, "parked") == 0);
        Assert.Equal((0, ""), (Number(figures, "deadLetters"), Text(figures, "rejectedToken")));
        Assert.Equal("t2", TokenOf(Receiver.Requests.Last(request => request.WebhookId == Receiver.Requests.First().WebhookId)));
        var metrics = await Worker.Client.GetStringAsync($"{Worker.Addresses.ManagementUrl}/metrics", Ending);
        Assert.DoesNotContain("reason=\"CredentialsRejected\"} 1", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingToken_IsWaitedFor()
    {
        await StartAsync(null);
        await PostAsync(0, 3);
        await Worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "CredentialsMissing");
        Assert.Empty(Receiver.Requests);

        Renew("t1");

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 3 && Number(figures, "lag") == 0);
        Assert.All(Receiver.Requests, request => Assert.Equal("t1", TokenOf(request)));
    }

    [Fact]
    public async Task Batch_WhoseEventsAreAllRefused_HoldsAsOneThatIsRefusedItself()
    {
        Receiver.Answer = (request, response) =>
        {
            using var events = JsonDocument.Parse(request.Body);
            response.StatusCode = 207;
            return response.WriteAsJsonAsync(events.RootElement.EnumerateArray().Select(_ => new { status = _good.ContainsKey(TokenOf(request)) ? 201 : 401 }));
        };
        await StartAsync("t1", retry => retry with { InitialBackoff = Duration.Parse("1h"), MaxBackoff = Duration.Parse("1h") }, new BatchingSpec
        {
            Enabled = true,
            MaxSize = 10,
            MaxWait = Duration.Parse("100ms"),
            ItemStatusPath = "$[*].status",
        });
        await PostAsync(0, 20);
        var held = await Worker.WaitForAsync("crm", figures => Text(figures, "heldReason") == "CredentialsRejected");
        Assert.Equal(TokenFingerprint.Of("t1"), Text(held, "rejectedToken"));

        Renew("t2");

        var figures = await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 20 && Number(figures, "parked") == 0);
        Assert.Equal(0, Number(figures, "deadLetters"));
    }

    /// <summary>Another of the same batch was taken with the token, so it is good: no report, and a try each after its wait.</summary>
    [Fact]
    public async Task Batch_OfWhichSomeAreRefused_IsTriedAgainInPart_AndHoldsNothing()
    {
        var requests = 0;
        Receiver.Answer = (request, response) =>
        {
            using var events = JsonDocument.Parse(request.Body);
            var isFirst = Interlocked.Increment(ref requests) == 1;
            response.StatusCode = 207;
            return response.WriteAsJsonAsync(events.RootElement.EnumerateArray().Select((_, index) => new { status = isFirst && index % 2 == 0 ? 401 : 201 }));
        };
        await StartAsync("t1", retry => retry, new BatchingSpec { Enabled = true, MaxSize = 10, MaxWait = Duration.Parse("1s"), ItemStatusPath = "$[*].status" });
        await PostAsync(0, 10);

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 10 && Number(figures, "parked") == 0);
        Assert.Equal(2, Receiver.Requests.Count);
        var metrics = await Worker.Client.GetStringAsync($"{Worker.Addresses.ManagementUrl}/metrics", Ending);
        Assert.DoesNotContain("reason=\"CredentialsRejected\"} 1", metrics, StringComparison.Ordinal);
    }

    /// <summary>The receiver's opinion of tokens and the token file change at any moment, with and without an overlap: every event arrives, and no token is reported that is good.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Tokens_ThatChangeAtAnyMoment_LoseNothing(int seed)
    {
        var random = new Random(seed);
        _good["t0"] = true;
        await StartAsync("t0", retry => retry with { MaxAge = Duration.Parse("1s"), InitialBackoff = Duration.Parse("200ms"), MaxBackoff = Duration.Parse("1s") });
        var (sent, current) = (0, 0);
        for (var step = 0; step < 24; step++)
        {
            switch (random.Next(4))
            {
                case 0:
                    current++;
                    Renew($"t{current}");
                    break;
                case 1:
                    _good.Clear();
                    break;
                case 2:
                    current++;
                    _good.Clear();
                    Renew($"t{current}");
                    break;
                default:
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300)), TimeProvider.System, Ending);
                    break;
            }

            await PostAsync(sent, 10);
            sent += 10;
            if (Text(await Worker.WaitForAsync("crm", _ => true), "rejectedToken") is { Length: > 0 } rejected)
            {
                Assert.Contains(Receiver.Requests, request => TokenFingerprint.Of(TokenOf(request)) == rejected);
            }
        }

        Renew("last");

        var figures = await Worker.WaitForAsync("crm", figures => Number(figures, "lag") == 0 && Number(figures, "parked") == 0);
        Assert.Equal((sent, 0, 0), (Number(figures, "delivered"), Number(figures, "failed"), Number(figures, "deadLetters")));
        Assert.Equal("", Text(figures, "rejectedToken"));
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static string TokenOf(ReceivedRequest request) => request.Headers["Authorization"]["Bearer ".Length..];

    /// <summary>The provider gives another token, which the receiver takes, and the file has it.</summary>
    private void Renew(string token)
    {
        _good[token] = true;
        Worker.Config.WriteFile("token", token);
    }

    private async Task StartAsync(string? token, Func<RetrySpec, RetrySpec>? retry = null, BatchingSpec? batching = null)
    {
        if (token is not null)
        {
            Worker.Config.WriteFile("token", token);
        }

        var mapping = ConfigFolder.Mapping("orders", Receiver.Url, "all", Id);
        var destination = ConfigFolder.WithOAuth(ConfigFolder.Destination("crm", batching is null ? mapping : mapping with { Batching = batching }), "token");
        var delivery = destination.Delivery;
        await StartAsync(destination with { Delivery = delivery with { Retry = retry?.Invoke(delivery.Retry) ?? delivery.Retry } });
    }
}
