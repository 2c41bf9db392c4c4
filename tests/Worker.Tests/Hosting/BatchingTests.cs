using System.Net.Http.Json;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

public sealed class BatchingTests : WorkerTests
{
    private const string IdAndText = """{"id":{"@path":"$.messageId"},"text":{"@path":"$.properties.text"}}""";

    /// <summary>Long enough that only what a test means to close a batch closes it.</summary>
    private static readonly BatchingSpec Batching = new() { Enabled = true, MaxWait = Duration.Parse("5m") };

    [Theory]
    [InlineData(BatchFormat.JsonArray, null, """[{"id":"m-1"},{"id":"m-2"},{"id":"m-3"}]""", "application/json")]
    [InlineData(BatchFormat.NdJson, null, "{\"id\":\"m-1\"}\n{\"id\":\"m-2\"}\n{\"id\":\"m-3\"}\n", "application/x-ndjson")]
    [InlineData(BatchFormat.Wrapped, "records", """{"records":[{"id":"m-1"},{"id":"m-2"},{"id":"m-3"}]}""", "application/json")]
    public async Task Events_OfAMapping_ArriveInOneRequest(BatchFormat format, string? wrapKey, string body, string contentType)
    {
        await StartAsync(Batching with { MaxSize = 3, Format = format, WrapKey = wrapKey });

        await PostAsync(3);

        var batch = Assert.Single(await Receiver.WaitForAsync(1, Ending));
        Assert.Equal((body, contentType), (batch.Text, batch.Headers["Content-Type"]));
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 3 && Number(figures, "lag") == 0);
        await Worker.WaitForMetricAsync("extensible_webhooks_batches_total{destination=\"crm\",reason=\"Size\"} 1");
        await Worker.WaitForMetricAsync("extensible_webhooks_batch_events_sum{destination=\"crm\"} 3");
    }

    [Fact]
    public async Task Event_ThatHasWaited_GoesAlone()
    {
        await StartAsync(Batching with { MaxWait = Duration.Parse("20ms") });

        await PostAsync(1);

        Assert.Equal("""[{"id":"m-1"}]""", Assert.Single(await Receiver.WaitForAsync(1, Ending)).Text);
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 1 && Number(figures, "lag") == 0);
    }

    [Fact]
    public async Task Events_WithOtherUrls_AreOtherBatches()
    {
        var url = $$"""{"@template":"{{Receiver.Url}}/{{"{{properties.path}}"}}"}""";
        await StartAsync(Batching with { MaxSize = 2 }, url: JsonSerializer.Deserialize<JsonElement>(url));

        await Worker.PostAsync(Track("m-1", path: "a"), Track("m-2", path: "b"), Track("m-3", path: "a"), Track("m-4", path: "b"));

        var batches = await Receiver.WaitForAsync(2, Ending);
        Assert.Equal([("/a", """[{"id":"m-1"},{"id":"m-3"}]"""), ("/b", """[{"id":"m-2"},{"id":"m-4"}]""")], batches.Select(batch => (batch.Path, batch.Text)).Order());
    }

    [Fact]
    public async Task Event_TooLargeForABatch_IsADeadLetterAndTheOthersGo()
    {
        await StartAsync(Batching with { MaxSize = 2, MaxBytes = ByteSize.Parse("1KB") });

        await Worker.PostAsync(Track("m-1"), Track("m-2", text: new string('x', 1000)), Track("m-3"));

        Assert.Equal("""[{"id":"m-1"},{"id":"m-3"}]""", Assert.Single(await Receiver.WaitForAsync(1, Ending)).Text);
        await Worker.WaitForAsync("crm", figures => Number(figures, "failed") == 1 && Number(figures, "lag") == 0);
        var letter = Assert.Single(await DeadLettersAsync());
        Assert.Equal("PayloadTooLarge", letter.GetProperty("reason").GetString());
        Assert.Contains("batching.maxBytes allows 1000", letter.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PayloadTooLarge_SplitsTheBatchDownToTheEventThatIs()
    {
        Receiver.Answer = (request, response) => AnswerAsync(response, IdsOf(request).Count > 2 || IdsOf(request).Contains("m-4") ? 413 : 200);
        await StartAsync(Batching with { MaxSize = 6 });

        await PostAsync(6);

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 5 && Number(figures, "failed") == 1 && Number(figures, "lag") == 0);
        var letter = Assert.Single(await DeadLettersAsync());
        Assert.Equal(("PayloadTooLarge", """[{"id":"m-4"}]"""), (letter.GetProperty("reason").GetString(), letter.GetProperty("body").GetString()));
        Assert.Equal(3, letter.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task ItemStatuses_SendAgainOnlyWhatFailed()
    {
        var answers = new Queue<string>(["""{"items":[{"status":201},{"status":503},{"status":422},{"status":429}]}""", """{"items":[{"status":200},{"status":200}]}"""]);
        Receiver.Answer = async (_, response) =>
        {
            response.StatusCode = 207;
            await response.WriteAsync(answers.TryDequeue(out var answer) ? answer : "[]");
        };
        await StartAsync(Batching with { MaxSize = 4, ItemStatusPath = "$.items[*].status" });

        await PostAsync(4);

        var batches = await Receiver.WaitForAsync(2, Ending);
        Assert.Equal("""[{"id":"m-2"},{"id":"m-4"}]""", batches[1].Text);
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 3 && Number(figures, "failed") == 1 && Number(figures, "parked") == 0);
        var letter = Assert.Single(await DeadLettersAsync());
        Assert.Equal(("Rejected", """[{"id":"m-3"}]""", 422), (letter.GetProperty("reason").GetString(), letter.GetProperty("body").GetString(), letter.GetProperty("status").GetInt32()));
    }

    [Theory]
    [InlineData(207, "{}")]
    [InlineData(207, "<html>")]
    [InlineData(200, """{"items":[{"status":200}""")]
    [InlineData(200, """{"items":[{"status":200}]}""")]
    public async Task ItemStatuses_ThatCannotBeRead_SendAllAgain(int status, string body)
    {
        var answered = 0;
        Receiver.Answer = async (_, response) =>
        {
            var isFirst = Interlocked.Increment(ref answered) == 1;
            response.StatusCode = isFirst ? status : 200;
            await response.WriteAsync(isFirst ? body : """{"items":[{"status":200},{"status":200}]}""");
        };
        await StartAsync(Batching with { MaxSize = 2, ItemStatusPath = "$.items[*].status" });

        await PostAsync(2);

        var batches = await Receiver.WaitForAsync(2, Ending);
        Assert.Equal(batches[0].Text, batches[1].Text);
        Assert.Equal(batches[0].WebhookId, batches[1].WebhookId);
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 2 && Number(figures, "parked") == 0);
    }

    [Fact]
    public async Task AnswerWithoutAList_CountsByItsStatus()
    {
        Receiver.Answer = (_, response) => response.WriteAsync("""{"errors":false}""");
        await StartAsync(Batching with { MaxSize = 2, ItemStatusPath = "$.items[*].status" });

        await PostAsync(2);

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 2 && Number(figures, "lag") == 0);
    }

    [Fact]
    public async Task FailingBatch_IsParkedAndArrivesAsItWas_AcrossARestart()
    {
        Receiver.AnswerWith(503);
        await StartAsync(Batching with { MaxSize = 3 });
        await PostAsync(3);
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 3 && Number(figures, "lag") == 0);
        await Worker.StopAsync();

        Receiver.AnswerWith(200);
        await Worker.StartAsync();

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 3 && Number(figures, "parked") == 0);
        Assert.Equal("""[{"id":"m-1"},{"id":"m-2"},{"id":"m-3"}]""", Assert.Single(Receiver.Requests.Select(batch => batch.Text).Distinct()));
        Assert.Single(Receiver.Requests.Select(batch => batch.WebhookId).Distinct());
    }

    [Fact]
    public async Task ParkedBatch_IsSplitWhenItIsTooLarge()
    {
        Receiver.AnswerWith(503);
        await StartAsync(Batching with { MaxSize = 4 });
        await PostAsync(4);
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 4 && Number(figures, "lag") == 0);

        Receiver.Answer = (request, response) => AnswerAsync(response, IdsOf(request).Count > 1 ? 413 : 200);

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 4 && Number(figures, "parked") == 0);
        Assert.Empty(await DeadLettersAsync());
    }

    [Fact]
    public async Task RejectedBatch_IsADeadLetterForEachEvent()
    {
        Receiver.AnswerWith(400);
        await StartAsync(Batching with { MaxSize = 3 });

        await PostAsync(3);

        await Worker.WaitForAsync("crm", figures => Number(figures, "failed") == 3 && Number(figures, "lag") == 0);
        Assert.Equal(["""[{"id":"m-1"}]""", """[{"id":"m-2"}]""", """[{"id":"m-3"}]"""], (await DeadLettersAsync()).Select(letter => letter.GetProperty("body").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Replay_OfABatchsDeadLetters_SendsEachEventAsABatchOfOne_UnderItsOwnId()
    {
        Receiver.AnswerWith(400);
        await StartAsync(Batching with { MaxSize = 3 });
        await PostAsync(3);
        await Worker.WaitForAsync("crm", figures => Number(figures, "deadLetters") == 3);
        var letters = (await DeadLettersAsync()).ToDictionary(letter => letter.GetProperty("webhookId").GetString() ?? "", letter => letter.GetProperty("body").GetString());
        Receiver.AnswerWith(200);

        using var replay = await Worker.Client.PostAsJsonAsync($"{Worker.Addresses.ManagementUrl}/inspect/v1/replay", new { destination = "crm" }, Ending);

        Assert.True(replay.IsSuccessStatusCode);
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 3 && Number(figures, "deadLetters") == 0 && Number(figures, "parked") == 0);
        Assert.Equal(letters.OrderBy(letter => letter.Key, StringComparer.Ordinal), Receiver.Requests.Skip(1).Select(request => KeyValuePair.Create(request.WebhookId, (string?)request.Text)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task RemovedDestination_BuriesEachEventOfAParkedBatch()
    {
        Receiver.AnswerWith(503);
        await StartAsync(Batching with { MaxSize = 3 });
        await PostAsync(3);
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 3);

        Worker.Config.Write(ConfigFolder.Config());
        await Eventually.TrueAsync(async () => (await DeadLettersAsync()).Count == 3, "three dead letters", Ending);

        Assert.All(await DeadLettersAsync(), letter => Assert.Equal("DestinationRemoved", letter.GetProperty("reason").GetString()));
        await Eventually.TrueAsync(() => Worker.Log.Lines.Any(line => line.Contains("the parked webhooks of 3 events became dead letters", StringComparison.Ordinal)), "the log tells of the three", Ending);
    }

    [Fact]
    public async Task Stop_SendsWhatWaits()
    {
        await StartAsync(Batching);
        await PostAsync(2);
        await Worker.WaitForAsync("crm", figures => Number(figures, "lag") == 2);

        Worker.StopTimeout = TimeSpan.FromSeconds(20);
        await Worker.StopAsync();

        var sent = Receiver.Requests.SelectMany(IdsOf).ToList();
        await Worker.StartAsync();
        await Worker.WaitForAsync("crm", figures => Number(figures, "lag") == 2 - sent.Count);
        Assert.Equal(["m-1", "m-2"], sent);
    }

    private static Task AnswerAsync(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static List<string> IdsOf(ReceivedRequest request) =>
        [.. JsonSerializer.Deserialize<JsonElement>(request.Body).EnumerateArray().Select(item => item.GetProperty("id").GetString() ?? "")];

    private static object Track(string messageId, string? path = null, string? text = null) => RunningWorker.Track(messageId, text is null ? (object)new { path } : new { path, text });

    private async Task StartAsync(BatchingSpec batching, JsonElement? url = null)
    {
        var mapping = ConfigFolder.Mapping("orders", Receiver.Url, data: IdAndText) with { Batching = batching };
        mapping = url is { } directive ? mapping with { Url = directive } : mapping;
        var destination = ConfigFolder.Destination("crm", mapping);
        await StartAsync(destination with
        {
            Delivery = destination.Delivery with { Retry = new RetrySpec { InitialBackoff = Duration.Parse("100ms"), MaxBackoff = Duration.Parse("200ms") } },
        });
    }

    private async Task PostAsync(int events) =>
        Assert.Equal(200, await Worker.PostAsync([.. Enumerable.Range(1, events).Select(number => RunningWorker.Track($"m-{number}"))]));

    private async Task<List<JsonElement>> DeadLettersAsync()
    {
        var page = JsonSerializer.Deserialize<JsonElement>(await Worker.Client.GetStringAsync($"{Worker.Addresses.ManagementUrl}/inspect/v1/dead-letters?destination=crm", Ending));
        return [.. page.GetProperty("items").EnumerateArray()];
    }
}
