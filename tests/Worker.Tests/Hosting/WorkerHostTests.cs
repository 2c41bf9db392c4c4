using System.Net.Http.Headers;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Hosting;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

public sealed class WorkerHostTests : WorkerTests
{
    [Fact]
    public async Task Event_ThatWasAccepted_ArrivesMapped()
    {
        await StartAsync(Destination("crm", trigger: "event = \"Order Completed\""));

        Assert.Equal(200, await Worker.PostAsync(RunningWorker.Track("m-1", new { total = 59.9 })));

        var webhook = Assert.Single(await Receiver.WaitForAsync(1, Ending));
        Assert.Equal("""{"id":"m-1"}""", webhook.Text);
        var figures = await Worker.WaitForAsync("crm", figures => figures.GetProperty("lag").GetInt64() == 0);
        Assert.Equal((1, 0, 0), (Number(figures, "delivered"), Number(figures, "failed"), Number(figures, "parked")));
    }

    [Fact]
    public async Task Worker_WithoutConfiguration_IsAliveAndNotReadyAndTakesNothing()
    {
        await Worker.StartAsync();

        Assert.True((await Worker.Client.GetAsync($"{Worker.Addresses.ManagementUrl}/healthz", Ending)).IsSuccessStatusCode);
        Assert.Equal(503, (int)(await Worker.Client.GetAsync($"{Worker.Addresses.ManagementUrl}/readyz", Ending)).StatusCode);
        Assert.Equal(503, await Worker.PostAsync(RunningWorker.Track("m-1")));
    }

    [Fact]
    public async Task EditedMapping_IsUsedByTheNextEvent()
    {
        await StartAsync(Destination("crm"));
        await Worker.PostAsync(RunningWorker.Track("m-1"));
        await Receiver.WaitForAsync(1, Ending);

        var revision = await Worker.WaitForRevisionAsync(null);
        Worker.Config.Write(ConfigFolder.Config(Destination("crm", path: "/new", data: """{"new":true}""")));
        await Worker.WaitForRevisionAsync(revision);
        await Worker.PostAsync(RunningWorker.Track("m-2"));

        var webhooks = await Receiver.WaitForAsync(2, Ending);
        Assert.Equal([("/", """{"id":"m-1"}"""), ("/new", """{"new":true}""")], webhooks.Select(webhook => (webhook.Path, webhook.Text)));
    }

    [Fact]
    public async Task BadConfiguration_LeavesTheGoodOneInForce()
    {
        await StartAsync(Destination("crm"));

        Worker.Config.WriteFile("config.json", "{");
        await Worker.WaitForMetricAsync("extensible_webhooks_config_reloads_total{result=\"refused\"} 1");
        await Worker.PostAsync(RunningWorker.Track("m-1"));

        Assert.Equal("""{"id":"m-1"}""", Assert.Single(await Receiver.WaitForAsync(1, Ending)).Text);
    }

    [Fact]
    public async Task RotatedToken_IsUsedWithoutAnEventInBetween()
    {
        Worker.Config.WriteFile("token", "t-1");
        await StartAsync(ConfigFolder.WithToken(Destination("crm"), "token"));
        await Worker.PostAsync(RunningWorker.Track("m-1"));
        Assert.Equal("Bearer t-1", (await Receiver.WaitForAsync(1, Ending))[0].Headers["Authorization"]);

        Worker.Config.WriteFile("token", "t-2");
        var sent = 1;
        do
        {
            await Worker.PostAsync(RunningWorker.Track($"m-{++sent}"));
        }
        while ((await Receiver.WaitForAsync(sent, Ending))[^1].Headers["Authorization"] != "Bearer t-2");
    }

    [Fact]
    public async Task MissingToken_HoldsTheLaneUntilItIsThere()
    {
        await StartAsync(ConfigFolder.WithToken(Destination("crm"), "token"), Destination("other", path: "/other"));

        await Worker.PostAsync(RunningWorker.Track("m-1"));
        Assert.Equal("/other", Assert.Single(await Receiver.WaitForAsync(1, Ending)).Path);
        var held = await Worker.WaitForAsync("crm", figures => figures.GetProperty("credentialsMissing").GetBoolean());
        Assert.Contains("token", held.GetProperty("held").GetString(), StringComparison.Ordinal);

        Worker.Config.WriteFile("token", "t-1");
        Assert.Equal("Bearer t-1", (await Receiver.WaitForAsync(2, Ending))[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task IntegrationsObject_FiltersADestination()
    {
        await StartAsync(Destination("crm"), Destination("other", path: "/other"));

        await Worker.PostAsync(RunningWorker.Track("m-1", integrations: new Dictionary<string, bool> { ["crm"] = false }));

        Assert.Equal("/other", Assert.Single(await Receiver.WaitForAsync(1, Ending)).Path);
        await Worker.WaitForAsync("crm", figures => Number(figures, "filtered") == 1);
    }

    [Fact]
    public async Task FailingDelivery_IsParkedAndArrivesLater_AcrossARestart()
    {
        Receiver.AnswerWith(503);
        await StartAsync(Destination("crm"));
        await Worker.PostAsync(RunningWorker.Track("m-1"), RunningWorker.Track("m-2"));
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 2 && Number(figures, "lag") == 0);
        await Worker.StopAsync();

        Receiver.AnswerWith(200);
        await Worker.StartAsync();

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 2 && Number(figures, "parked") == 0);
        var last = Receiver.Requests.TakeLast(2).ToList();
        Assert.Equal(["{\"id\":\"m-1\"}", "{\"id\":\"m-2\"}"], last.Select(webhook => webhook.Text).Order(StringComparer.Ordinal));
        Assert.Equal(2, Receiver.Requests.Select(webhook => webhook.WebhookId).Distinct().Count());
    }

    [Fact]
    public async Task RejectedDelivery_IsADeadLetterWithItsReason()
    {
        Receiver.Answer = async (_, response) =>
        {
            response.StatusCode = 422;
            await response.Body.WriteAsync("no such tenant"u8.ToArray());
        };
        await StartAsync(Destination("crm", path: "/?key=secret"));

        await Worker.PostAsync(RunningWorker.Track("m-1"));

        await Worker.WaitForAsync("crm", figures => Number(figures, "deadLetters") == 1 && Number(figures, "lag") == 0);
        var letter = Assert.Single(await DeadLettersAsync());
        Assert.Equal(("Rejected", 422, 1), (letter.GetProperty("reason").GetString(), letter.GetProperty("status").GetInt32(), letter.GetProperty("attempts").GetInt32()));
        Assert.Equal(("no such tenant", "{\"id\":\"m-1\"}"), (letter.GetProperty("answerBody").GetString(), letter.GetProperty("body").GetString()));
        Assert.DoesNotContain("secret", letter.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeliveryThatKeepsFailing_IsGivenUpAtMaxAge()
    {
        Receiver.AnswerWith(500);
        var destination = Destination("crm");
        await StartAsync(destination with { Delivery = destination.Delivery with { Retry = destination.Delivery.Retry with { MaxAge = Duration.Parse("700ms") } } });

        await Worker.PostAsync(RunningWorker.Track("m-1"));

        await Worker.WaitForAsync("crm", figures => Number(figures, "deadLetters") == 1 && Number(figures, "parked") == 0);
        Assert.Equal("RetriesExhausted", Assert.Single(await DeadLettersAsync()).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task RemovedDestination_LeavesNothingBehindButItsDeadLetters()
    {
        Receiver.AnswerWith(503);
        await StartAsync(Destination("crm"), Destination("other", path: "/other"));
        await Worker.PostAsync(RunningWorker.Track("m-1"));
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 1);
        await Worker.WaitForAsync("other", figures => Number(figures, "parked") == 1);

        Worker.Config.Write(ConfigFolder.Config(Destination("other", path: "/other")));
        await Eventually.TrueAsync(async () => (await DeadLettersAsync("crm")).Count > 0, "a dead letter", Ending);

        Assert.Equal("DestinationRemoved", (await DeadLettersAsync("crm"))[0].GetProperty("reason").GetString());
        var metrics = await Worker.Client.GetStringAsync($"{Worker.Addresses.ManagementUrl}/metrics", Ending);
        Assert.DoesNotContain("extensible_webhooks_parked{destination=\"crm\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("extensible_webhooks_parked{destination=\"other\"} 1", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DestinationThatWasMadeAgain_BeginsAtTheEndOfTheLog()
    {
        Receiver.AnswerWith(503);
        await StartAsync(Destination("crm") with { Uid = "1" });
        await Worker.PostAsync(RunningWorker.Track("m-1"));
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 1);

        Receiver.AnswerWith(200);
        var revision = await Worker.WaitForRevisionAsync(null);
        Worker.Config.Write(ConfigFolder.Config(Destination("crm", path: "/again") with { Uid = "2" }));
        await Worker.WaitForRevisionAsync(revision);
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 0);
        await Worker.PostAsync(RunningWorker.Track("m-2"));

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 1);
        Assert.Equal(["""{"id":"m-2"}"""], Receiver.Requests.Where(webhook => webhook.Path == "/again").Select(webhook => webhook.Text));
    }

    [Fact]
    public async Task Stop_LetsWhatIsUnderWayEnd_AndRepeatsNothing()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Receiver.Answer = async (_, _) =>
        {
            arrived.TrySetResult();
            await release.Task;
        };
        Worker.StopTimeout = TimeSpan.FromMinutes(5);
        await StartAsync(Destination("crm"));
        await Worker.PostAsync(RunningWorker.Track("m-1"));
        await arrived.Task.WaitAsync(Ending);

        var stopping = Worker.StopAsync();
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;
        await Worker.StartAsync();
        await Worker.WaitUntilReadyAsync();
        await Worker.PostAsync(RunningWorker.Track("m-2"));

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 1 && Number(figures, "lag") == 0);
        Assert.Equal(["""{"id":"m-1"}""", """{"id":"m-2"}"""], Receiver.Requests.Select(webhook => webhook.Text));
    }

    [Fact]
    public async Task Stop_WithAReceiverThatHangs_AbandonsItAndRepeatsIt()
    {
        Receiver.Answer = (_, response) => Receiver.UntilAbortedAsync(response);
        await StartAsync(Destination("crm"));
        await Worker.PostAsync(RunningWorker.Track("m-1"));
        await Receiver.WaitForAsync(1, Ending);

        await Worker.StopAsync();
        Receiver.AnswerWith(200);
        await Worker.StartAsync();

        var webhooks = await Receiver.WaitForAsync(2, Ending);
        Assert.Equal(webhooks[0].WebhookId, webhooks[1].WebhookId);
    }

    [Fact]
    public async Task RetryAfter_PausesTheWholeLane()
    {
        Receiver.Answer = (_, response) =>
        {
            response.StatusCode = 429;
            response.Headers.RetryAfter = "2";
            return Task.CompletedTask;
        };
        await StartAsync(Destination("crm"));
        await Worker.PostAsync(RunningWorker.Track("m-1"));
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 1 && figures.TryGetProperty("held", out _));

        await Worker.PostAsync(RunningWorker.Track("m-2"));
        Receiver.AnswerWith(200);

        // The second event did not have to learn of the pause by an answer of its own.
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 2);
        Assert.Single(Receiver.Requests, webhook => webhook.Text.Contains("m-2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DeadEndpoint_CostsItsNeighboursNothing()
    {
        Receiver.Answer = (request, response) => request.Path == "/dead" ? Receiver.UntilAbortedAsync(response) : Task.CompletedTask;
        await StartAsync(Destination("dead", path: "/dead"), Destination("crm", path: "/crm"));

        for (var number = 0; number < 500; number += 100)
        {
            await Worker.PostAsync([.. Enumerable.Range(number, 100).Select(id => RunningWorker.Track($"m-{id}"))]);
        }

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 500 && Number(figures, "lag") == 0);
        var dead = await Worker.WaitForAsync("dead", _ => true);
        Assert.Equal(0, Number(dead, "delivered"));
        Assert.InRange(Number(dead, "inFlight"), 1, Number(dead, "concurrencyLimit"));
    }

    [Fact]
    public async Task Inspect_WithAToken_LetsNobodyElseIn()
    {
        Worker.Config.WriteFile("inspect-token", "t");
        await StartAsync(ConfigFolder.Config() with { InspectTokenFile = "inspect-token" });
        var url = $"{Worker.Addresses.ManagementUrl}/inspect/v1/status";

        Assert.Equal(401, await StatusAsync(url, null));
        Assert.Equal(401, await StatusAsync(url, new AuthenticationHeaderValue("Bearer", "tt")));
        Assert.Equal(200, await StatusAsync(url, new AuthenticationHeaderValue("Bearer", "t")));
        Assert.Equal(200, await StatusAsync($"{Worker.Addresses.ManagementUrl}/metrics", null));
    }

    [Fact]
    public async Task Start_ThatCannotBe_SaysWhyInOneLine()
    {
        await Worker.StartAsync();

        var port = await WorkerHost.RunAsync(
            new WorkerOptions { ConfigFolder = Worker.Config.Path, DataFolder = Path.Combine(Worker.DataFolder, "b"), IngestUrl = Worker.Addresses.IngestUrl, ManagementUrl = "http://127.0.0.1:0" },
            RunningWorker.Environment(),
            _ => { },
            Ending);
        var folder = await WorkerHost.RunAsync(
            new WorkerOptions { ConfigFolder = Worker.Config.Path, DataFolder = Worker.DataFolder, IngestUrl = "http://127.0.0.1:0", ManagementUrl = "http://127.0.0.1:0" },
            RunningWorker.Environment(),
            _ => { },
            Ending);

        Assert.Contains(Worker.Addresses.IngestUrl, port, StringComparison.Ordinal);
        Assert.Contains(Worker.DataFolder, folder, StringComparison.Ordinal);
    }

    private Crds.WorkerConfigs.DestinationConfig Destination(string name, string path = "/", string trigger = "all", string data = Id)
    {
        var destination = ConfigFolder.Destination(name, ConfigFolder.Mapping("orders", Receiver.Url + path, trigger, data));
        var retry = new RetrySpec { InitialBackoff = Duration.Parse("100ms"), MaxBackoff = Duration.Parse("500ms") };
        return destination with { Delivery = destination.Delivery with { Retry = retry } };
    }

    private async Task<List<JsonElement>> DeadLettersAsync(string destination = "crm")
    {
        var text = await Worker.Client.GetStringAsync($"{Worker.Addresses.ManagementUrl}/inspect/v1/dead-letters?destination={destination}", Ending);
        return [.. JsonSerializer.Deserialize<JsonElement>(text).GetProperty("items").EnumerateArray()];
    }

    private async Task<int> StatusAsync(string url, AuthenticationHeaderValue? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = authorization;
        using var response = await Worker.Client.SendAsync(request, Ending);
        return (int)response.StatusCode;
    }
}
