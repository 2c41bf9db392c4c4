using System.Net.Http.Json;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>Whole workers whose receivers refuse: what is told of the dead letters, and what becomes of those that are sent again.</summary>
public sealed class DeadLetterTests : WorkerTests
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Receiver.AnswerWith(422);
    }

    [Fact]
    public async Task DeadLetter_TellsItsAttemptsAndTheAnswer_WithoutSecrets()
    {
        Receiver.Answer = async (request, response) =>
        {
            response.StatusCode = 422;
            response.Headers["X-Trace"] = "r-1";
            response.Headers["X-Echo"] = request.Headers["Authorization"];
            response.Headers.SetCookie = "session=hidden";
            await response.WriteAsync($"no such tenant: {request.Headers["Authorization"]}");
        };
        Worker.Config.WriteFile("token", "t-hidden");
        await StartAsync(ConfigFolder.WithToken(Destination(), "token"));
        await DieAsync(1);

        var id = (await ItemsAsync("")).Single().GetProperty("id").GetInt64();
        var letter = await GetAsync($"dead-letters/{id}");

        Assert.Equal(("Rejected", 1, 422), (letter.GetProperty("reason").GetString(), letter.GetProperty("attempts").GetInt32(), letter.GetProperty("status").GetInt32()));
        Assert.Equal(("no such tenant: Bearer <redacted>", """{"id":"m-0"}"""), (letter.GetProperty("answerBody").GetString(), letter.GetProperty("body").GetString()));
        Assert.True(letter.GetProperty("receivedAt").GetDateTimeOffset() <= letter.GetProperty("firstAttemptAt").GetDateTimeOffset());
        Assert.True(letter.GetProperty("firstAttemptAt").GetDateTimeOffset() <= letter.GetProperty("lastAttemptAt").GetDateTimeOffset());
        Assert.True(letter.TryGetProperty("answerHeaders", out var answer) && answer.TryGetProperty("X-Trace", out var requestId) && requestId.GetString() == "r-1", letter.ToString());
        Assert.DoesNotContain("hidden", letter.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeadLetter_ShowsNeitherTheDestinationsOwnHeader_NorSignatures()
    {
        Receiver.Answer = async (request, response) =>
        {
            response.StatusCode = 422;
            response.Headers["X-Shop-Door"] = "another-hidden";
            response.Headers["X-Trace"] = request.Headers["X-Signature"];
            await response.WriteAsync($"{request.Headers["X-Shop-Door"]} {request.Headers["X-Signature"]}");
        };
        Worker.Config.WriteFile("token", "t-hidden");
        Worker.Config.WriteFile("signing", "s-hidden");
        var headers = new Dictionary<string, string> { ["X-Shop-Door"] = "mapped-hidden", ["X-Partner-Signature"] = "sig-hidden", ["X-Shown"] = "shown" };
        var destination = Destination();
        await StartAsync(destination with
        {
            Authentication = new AuthenticationConfig { Type = AuthenticationType.Header, Header = "X-Shop-Door", TokenFile = "token" },
            Signing = new SigningConfig { Type = SigningType.XSignature, SecretFiles = ["signing"] },
            Mappings = [destination.Mappings[0] with { Headers = headers.ToDictionary(header => header.Key, header => JsonSerializer.SerializeToElement(header.Value)) }],
        });
        await DieAsync(1);

        var text = (await GetAsync($"dead-letters/{(await ItemsAsync("")).Single().GetProperty("id").GetInt64()}")).ToString();

        Assert.Contains("\"X-Shown\":\"shown\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Receiver.Requests.Single().Headers["X-Signature"], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_AndTheExport_HaveEachDeadLetterOnce()
    {
        await StartAsync(Destination());
        await DieAsync(25);

        var paged = new List<string?>();
        var next = "";
        do
        {
            var page = await GetAsync($"dead-letters?limit=10{next}");
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("body").GetString()));
            next = page.TryGetProperty("next", out var before) ? $"&before={before.GetInt64()}" : null;
        }
        while (next is not null);
        var lines = (await Worker.Client.GetStringAsync(Inspect("dead-letters/export?destination=crm&reason=Rejected"), Ending)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Bodies(25), paged.Order(StringComparer.Ordinal));
        Assert.Equal(paged, lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("body").GetString()));
    }

    [Theory]
    [InlineData("GET", "dead-letters?destinaton=crm", 400, "there is no such parameter")]
    [InlineData("GET", "dead-letters?reason=Bored", 400, "none of Rejected")]
    [InlineData("GET", "dead-letters?since=yesterday", 400, "no time")]
    [InlineData("GET", "dead-letters/4711", 404, "no such dead letter")]
    [InlineData("DELETE", "dead-letters", 400, "a filter is needed")]
    [InlineData("DELETE", "dead-letters?all=true&destination=crm", 400, "not both")]
    [InlineData("DELETE", "dead-letters/4711", 404, "no such dead letter")]
    [InlineData("PUT", "dead-letters", 405, "GET, DELETE")]
    [InlineData("GET", "replay/4711", 404, "no such replay")]
    [InlineData("POST", "replay", 400, "application/json")]
    public async Task Request_ThatIsNotUnderstood_SaysWhyAndChangesNothing(string method, string path, int status, string text)
    {
        await StartAsync(Destination());
        await DieAsync(1);

        using var request = new HttpRequestMessage(new HttpMethod(method), Inspect(path));
        using var response = await Worker.Client.SendAsync(request, Ending);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(text, await response.Content.ReadAsStringAsync(Ending), StringComparison.Ordinal);
        Assert.Single(await ItemsAsync(""));
    }

    [Fact]
    public async Task Delete_ByFilter_LeavesTheOthers()
    {
        await StartAsync(Destination());
        await DieAsync(3);

        var answer = await Worker.Client.DeleteFromJsonAsync<JsonElement>(Inspect("dead-letters?messageId=m-1"), Ending);

        Assert.Equal(1, answer.GetProperty("deleted").GetInt64());
        Assert.Equal(["""{"id":"m-2"}""", """{"id":"m-0"}"""], (await ItemsAsync("")).Select(item => item.GetProperty("body").GetString()));
        Assert.Equal(2, (await Worker.Client.DeleteFromJsonAsync<JsonElement>(Inspect("dead-letters?all=true"), Ending)).GetProperty("deleted").GetInt64());
        Assert.Empty(await ItemsAsync(""));
    }

    [Fact]
    public async Task Replay_SendsTheSameRequestsAgain_UnderTheSameIds()
    {
        await StartAsync(Destination());
        await DieAsync(20);
        var before = Receiver.Requests.ToList();
        Receiver.AnswerWith(200);

        var ended = await ReplayToEndAsync(new { destination = "crm" });

        Assert.Equal((20, 20, 20, 0), (Number(ended, "matched"), Number(ended, "replayed"), Number(ended, "delivered"), Number(ended, "failed")));
        var again = Receiver.Requests.Skip(20).ToList();
        Assert.Equal(Key(before), Key(again));
        Assert.Empty(await ItemsAsync(""));
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 0 && Number(figures, "delivered") == 20);
    }

    [Fact]
    public async Task Replay_OfWhatIsRefusedAgain_MakesDeadLettersOfItAndEnds()
    {
        await StartAsync(Destination());
        await DieAsync(5);

        var ended = await ReplayToEndAsync(new { destination = "crm" });

        Assert.Equal((5, 0, 5), (Number(ended, "replayed"), Number(ended, "delivered"), Number(ended, "failed")));
        Assert.Equal(10, Receiver.Requests.Count);
        Assert.Equal(5, (await ItemsAsync("")).Count);
    }

    [Fact]
    public async Task Replay_ByFilter_AndItsDryRun_LeaveTheOthers()
    {
        await StartAsync(Destination());
        await DieAsync(3);
        Receiver.AnswerWith(200);
        var request = new { destination = "crm", deadLetters = new { messageId = "m-1", reasons = new[] { "Rejected" } } };

        var (status, dry) = await PostReplayAsync(new { request.destination, request.deadLetters, dryRun = true });
        Assert.Equal((200, 1, 3), (status, Number(dry, "matched"), (await ItemsAsync("")).Count));
        var ended = await ReplayToEndAsync(request);

        Assert.Equal(1, Number(ended, "delivered"));
        Assert.Equal("""{"id":"m-1"}""", Receiver.Requests.Last().Text);
        Assert.Equal(["""{"id":"m-2"}""", """{"id":"m-0"}"""], (await ItemsAsync("")).Select(item => item.GetProperty("body").GetString()));
    }

    [Fact]
    public async Task Replay_KeepsItsRate_AndGoesOnAfterARestart()
    {
        await StartAsync(Destination());
        await DieAsync(6);
        Receiver.AnswerWith(200);

        var started = TimeProvider.System.GetTimestamp();
        var (status, replay) = await PostReplayAsync(new { destination = "crm", ratePerSecond = 5 });
        Assert.Equal(202, status);
        await Receiver.WaitForAsync(7, Ending);
        await Worker.StopAsync();
        await Worker.StartAsync();
        await Worker.WaitUntilReadyAsync();
        var ended = await WaitForEndAsync(replay);

        // One every 200 ms.
        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(1));
        Assert.Equal((6, 6), (Number(ended, "replayed"), Number(ended, "delivered")));
        Assert.Equal(Bodies(6), Receiver.Requests.Skip(6).Select(request => request.Text).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(await ItemsAsync(""));
    }

    [Fact]
    public async Task Replay_WhileTheLaneIsHeld_WaitsAndThenGoesOn()
    {
        var retry = new RetrySpec { InitialBackoff = Duration.Parse("100ms"), MaxBackoff = Duration.Parse("200ms"), Statuses = new StatusOverrides { Hold = [402] } };
        var destination = Destination();
        await StartAsync(destination with { Delivery = destination.Delivery with { Retry = retry } });
        await DieAsync(3);
        Receiver.AnswerWith(402);
        await Worker.PostAsync(RunningWorker.Track("held"));
        await Worker.WaitForAsync("crm", figures => figures.TryGetProperty("heldReason", out var reason) && reason.GetString() == "Held");

        var (_, replay) = await PostReplayAsync(new { destination = "crm", ratePerSecond = 1000 });
        var probed = Receiver.Requests.Count;
        await Receiver.WaitForAsync(probed + 5, Ending);
        var waiting = await GetAsync($"replay/{replay.GetProperty("id").GetString()}");
        Receiver.AnswerWith(200);
        var ended = await WaitForEndAsync(replay);

        Assert.Equal(("Running", 0), (waiting.GetProperty("phase").GetString(), Number(waiting, "replayed")));
        Assert.Equal((3, 0), (Number(ended, "delivered"), Number(ended, "failed")));
        Assert.All(Receiver.Requests.Skip(probed).Take(5), request => Assert.Equal("""{"id":"held"}""", request.Text));
    }

    [Fact]
    public async Task Replay_ToADestinationThatIsStoppedOrGone_IsRefusedAndLosesNothing()
    {
        await StartAsync(Destination());
        await DieAsync(1);

        Receiver.AnswerWith(410);
        await Worker.PostAsync(RunningWorker.Track("gone"));
        await Worker.WaitForAsync("crm", figures => figures.TryGetProperty("heldReason", out var reason) && reason.GetString() == "EndpointGone");
        var (stopped, whyStopped) = await RefusedAsync();

        var revision = await Worker.WaitForRevisionAsync(null);
        Worker.Config.Write(ConfigFolder.Config());
        await Worker.WaitForRevisionAsync(revision);
        var (gone, whyGone) = await RefusedAsync();

        Assert.Equal((409, 409), (stopped, gone));
        Assert.Contains("is stopped", whyStopped, StringComparison.Ordinal);
        Assert.Contains("deleted, or it is disabled", whyGone, StringComparison.Ordinal);
        Assert.Contains(await ItemsAsync(""), item => item.GetProperty("body").GetString() == """{"id":"m-0"}""");
    }

    [Theory]
    [InlineData("""{"destination":"crm","reasons":["Rejected"]}""", "reasons")]
    [InlineData("""{"destination":"crm","ratePerSecond":0}""", "1 to 10000")]
    [InlineData("""{"deadLetters":{}}""", "destination: it is needed")]
    [InlineData("""{"destination":"crm","id":"a/b"}""", "letters, digits and dashes")]
    [InlineData("null", "destination: it is needed")]
    [InlineData("{", "no replay")]
    public async Task Replay_ThatIsNotUnderstood_SaysWhy(string body, string text)
    {
        await StartAsync(Destination());

        using var response = await Worker.Client.PostAsync(Inspect("replay"), new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), Ending);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(text, await response.Content.ReadAsStringAsync(Ending), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ByANameThatIsNotOfThisMachine_IsRefused()
    {
        await StartAsync(Destination());
        using var request = new HttpRequestMessage(HttpMethod.Get, Inspect("dead-letters")) { Headers = { Host = "rebound.example.com" } };

        using var response = await Worker.Client.SendAsync(request, Ending);

        Assert.Equal(401, (int)response.StatusCode);
    }

    private static IEnumerable<string> Bodies(int count) => Enumerable.Range(0, count).Select(number => $$"""{"id":"m-{{number}}"}""").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Key(IEnumerable<ReceivedRequest> requests) =>
        requests.Select(request => $"{request.Method} {request.Path} {request.WebhookId} {request.Text}").Order(StringComparer.Ordinal);

    private DestinationConfig Destination() =>
        ConfigFolder.Destination("crm", ConfigFolder.Mapping("orders", $"{Receiver.Url}/orders", "all", """{"id":{"@path":"$.messageId"}}"""));

    /// <summary>Posts events, one after the other, that become so many dead letters.</summary>
    private async Task DieAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Worker.PostAsync(RunningWorker.Track($"m-{number}"));
            await Worker.WaitForAsync("crm", figures => Number(figures, "deadLetters") == number + 1);
        }
    }

    private Task<JsonElement> GetAsync(string path) => Worker.Client.GetFromJsonAsync<JsonElement>(Inspect(path), Ending);

    private async Task<IReadOnlyList<JsonElement>> ItemsAsync(string query) => [.. (await GetAsync($"dead-letters{query}")).GetProperty("items").EnumerateArray()];

    private async Task<(int Status, JsonElement Answer)> PostReplayAsync(object request)
    {
        using var response = await Worker.Client.PostAsJsonAsync(Inspect("replay"), request, Ending);
        var text = await response.Content.ReadAsStringAsync(Ending);
        Assert.True(response.IsSuccessStatusCode, text);
        return ((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(text));
    }

    private async Task<(int Status, string Text)> RefusedAsync()
    {
        using var response = await Worker.Client.PostAsJsonAsync(Inspect("replay"), new { destination = "crm" }, Ending);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Ending));
    }

    private async Task<JsonElement> ReplayToEndAsync(object request) => await WaitForEndAsync((await PostReplayAsync(request)).Answer);

    private async Task<JsonElement> WaitForEndAsync(JsonElement replay)
    {
        // One that had ended when it was answered may not be kept.
        if (replay.GetProperty("phase").GetString() is "Running" or "Sending")
        {
            var id = replay.GetProperty("id").GetString();
            replay = await Eventually.SeenAsync(() => GetAsync($"replay/{id}"), seen => seen.GetProperty("phase").GetString() is not ("Running" or "Sending"), $"the end of {id}", Ending);
        }

        Assert.Equal("Succeeded", replay.GetProperty("phase").GetString());
        return replay;
    }
}
