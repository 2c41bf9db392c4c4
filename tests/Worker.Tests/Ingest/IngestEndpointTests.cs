using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Ingest;
using ExtensibleWebhooks.Worker.Pacing;
using ExtensibleWebhooks.Worker.Tests.EventLog;
using ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

namespace ExtensibleWebhooks.Worker.Tests.Ingest;

/// <summary>The tracking API as SDKs see it, over a real log on disk.</summary>
public sealed class IngestEndpointTests : IAsyncLifetime
{
    private const string Page = """{"type":"page","userId":"u"}""";

    private EmbeddedHarness? _harness;
    private IngestServer? _server;

    private IngestServer Server => _server ?? throw new InvalidOperationException("InitializeAsync comes first.");

    private EmbeddedHarness Harness => _harness ?? throw new InvalidOperationException("InitializeAsync comes first.");

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _harness = await EmbeddedHarness.OpenAsync();
        _server = new IngestServer(_harness.Log, _harness.Time);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Harness.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1/batch")]
    [InlineData("/v1/batch/")]
    [InlineData("/v1/import")]
    [InlineData("/v1/import/")]
    public async Task Batch_OfValidEvents_IsAnswered200WithTheExactBodyOnceTheyAreInTheLog(string route)
    {
        Server.Configure();

        using var response = await Server.PostAsync(route, """{"batch":[{"type":"track","userId":"u","event":"E","messageId":"m1"},{"type":"page","userId":"u","messageId":"m2"}]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("""{"success": true}""", await response.Content.ReadAsStringAsync(Ending));
        Assert.Equal(["m1", "m2"], await Harness.Log.ReadAllAsync(LogPosition.None, Ending));
        Assert.Equal(2, Server.Figures.Accepted);
    }

    [Theory]
    [InlineData("track", """{"userId":"u","event":"E"}""")]
    [InlineData("identify", """{"userId":"u"}""")]
    [InlineData("page", """{"userId":"u"}""")]
    [InlineData("screen", """{"userId":"u"}""")]
    [InlineData("group", """{"userId":"u","groupId":"g"}""")]
    [InlineData("alias", """{"userId":"u","previousId":"p"}""")]
    public async Task Call_OfEachType_IsKeptWithTheTypeOfItsRoute(string type, string body)
    {
        Server.Configure();

        using var response = await Server.PostAsync($"/v1/{type}", body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var slice = await Harness.Log.ReadAsync(LogPosition.None, 10, Ending);
        Assert.Equal(type, JsonElement.Parse(Assert.Single(slice.Events).Json.Span).GetProperty("type").GetString());
        Assert.Contains($"extensible_webhooks_events_accepted_total{{type=\"{type}\"}} 1", await Server.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wk-1:", null)]
    [InlineData("wk-1", null)]
    [InlineData("wk-1:ignored", "other")]
    [InlineData(null, "wk-1")]
    [InlineData("", "wk-1")]
    [InlineData(":", "wk-1")]
    public async Task WriteKey_InTheHeaderOrTheBody_IsTaken(string? user, string? bodyKey)
    {
        Server.Configure();

        using var response = await Server.PostAsync("/v1/batch", $$"""{"batch":[{{Page}}],"writeKey":{{JsonSerializer.Serialize(bodyKey)}}}""", user);

        Assert.Equal(1, Server.Figures.Accepted);
    }

    [Theory]
    [InlineData("wk-2:", "wk-1")]
    [InlineData(null, "wk-2")]
    [InlineData(null, null)]
    public async Task WriteKey_ThatIsUnknown_IsAnswered200AndShown(string? user, string? bodyKey)
    {
        Server.Configure();

        for (var request = 0; request < 3; request++)
        {
            using var response = await Server.PostAsync("/v1/batch", $$"""{"batch":[{{Page}}],"writeKey":{{JsonSerializer.Serialize(bodyKey)}}}""", user);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(0, (await Harness.Log.GetExtentAsync(Ending)).Events);
        Assert.Contains("extensible_webhooks_ingest_requests_total{answer=\"unknown_write_key\"} 3", await Server.ScrapeAsync(), StringComparison.Ordinal);
        Assert.Contains("unknown write key", Assert.Single(Server.Logs), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_IsInflated()
    {
        Server.Configure();

        using var response = await Server.PostAsync("/v1/batch", Gzip($$"""{"batch":[{{Page}}]}"""), encoding: "gzip");

        Assert.Equal(1, Server.Figures.Accepted);
    }

    [Fact]
    public async Task Gzip_ThatInflatesBeyondTheLimit_Is400()
    {
        Server.Configure();

        using var response = await Server.PostAsync("/v1/batch", Gzip($$"""{"batch":[{{Page}}],"padding":"{{new string(' ', 5_000_000)}}"}"""), encoding: "gzip");

        await AssertRefusedAsync(response, HttpStatusCode.BadRequest, "too_large");
    }

    [Fact]
    public async Task Body_OfOtherThanJson_Is400WithCodeAndMessage()
    {
        Server.Configure();

        using var text = await Server.PostAsync("/v1/batch", "hello");
        using var noGzip = await Server.PostAsync("/v1/batch", "hello"u8.ToArray(), encoding: "gzip");
        using var brotli = await Server.PostAsync("/v1/batch", "hello"u8.ToArray(), encoding: "br");

        await AssertRefusedAsync(text, HttpStatusCode.BadRequest, "malformed");
        await AssertRefusedAsync(noGzip, HttpStatusCode.BadRequest, "malformed");
        await AssertRefusedAsync(brotli, HttpStatusCode.BadRequest, "malformed");
    }

    [Theory]
    [InlineData("/v1/batch", 600)]
    [InlineData("/v1/page", 300)]
    public async Task Body_BeyondTheLimitOfItsRoute_Is400(string route, int limit)
    {
        Server.Configure(new IngestSettings { WriteKey = IngestServer.WriteKey, MaxBatchBytes = 600, MaxEventBytes = 300 });
        var start = route == "/v1/batch" ? $$"""{"batch":[{{Page}}],"p":" """ : """{"userId":"u","p":" """;

        using var fits = await Server.PostAsync(route, start.PadRight(limit - 2) + "\"}");
        using var tooLarge = await Server.PostAsync(route, start.PadRight(limit - 1) + "\"}");

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        await AssertRefusedAsync(tooLarge, HttpStatusCode.BadRequest, "too_large");
        Assert.Equal(1, Server.Figures.Accepted);
    }

    [Fact]
    public async Task Batch_WithInvalidAndRepeatedEvents_IsAnswered200AndCounted()
    {
        Server.Configure();

        using var response = await Server.PostAsync("/v1/batch", """
            {"batch":[{"type":"page","userId":"u","messageId":"m"},{"type":"page","userId":"u","messageId":"m"},{"type":"page"}]}
            """);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((1, 1, 1), (Server.Figures.Accepted, Server.Figures.Duplicates, Server.Figures.Rejected));
        Assert.Contains("extensible_webhooks_events_rejected_total{reason=\"no_user_anon_id\"} 1", await Server.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_BeforeConfigurationAndAfterClosing_Is503WithRetryAfter()
    {
        using var before = await Server.PostAsync("/v1/batch", $$"""{"batch":[{{Page}}]}""");
        Server.Configure();
        Server.Control.Close();
        using var after = await Server.PostAsync("/v1/track", "{}", "some other key");

        await AssertRefusedAsync(before, HttpStatusCode.ServiceUnavailable, "not_ready");
        await AssertRefusedAsync(after, HttpStatusCode.ServiceUnavailable, "not_ready");
    }

    [Fact]
    public async Task RateLimit_WhenReached_Is429UntilTheTimeThatItNames()
    {
        Server.Configure(new IngestSettings { WriteKey = IngestServer.WriteKey, RateLimit = new RateLimit(10, 20) });
        var batch = $$"""{"batch":[{{string.Join(',', Enumerable.Repeat(Page, 40))}}]}""";

        using var first = await Server.PostAsync("/v1/batch", batch);
        using var refused = await Server.PostAsync("/v1/batch", batch);
        Harness.Time.Advance(TimeSpan.FromSeconds(int.Parse(refused.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture)));
        using var again = await Server.PostAsync("/v1/batch", batch);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await AssertRefusedAsync(refused, HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal("3", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Request_WhileTheLogIsStopping_Is503()
    {
        Server.Configure();
        Harness.Close();

        using var response = await Server.PostAsync("/v1/batch", $$"""{"batch":[{{Page}}]}""");

        await AssertRefusedAsync(response, HttpStatusCode.ServiceUnavailable, "busy");
    }

    [Fact]
    public async Task Request_WhileTheLogIsFull_Is503AndSaysSoInTheLog()
    {
        await using var small = await EmbeddedHarness.OpenAsync(maxFileBytes: 512 << 10);
        await using var server = new IngestServer(small.Log, small.Time);
        await server.StartAsync();
        server.Configure();
        var batch = $$"""{"batch":[{"type":"page","userId":"{{new string('u', 30_000)}}"}]}""";
        var status = HttpStatusCode.OK;

        for (var request = 0; status == HttpStatusCode.OK && request < 100; request++)
        {
            using var response = await server.PostAsync("/v1/batch", batch);
            status = response.StatusCode;
            if (status != HttpStatusCode.OK)
            {
                await AssertRefusedAsync(response, HttpStatusCode.ServiceUnavailable, "log_full");
            }
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains(server.Logs, line => line.Contains("is full", StringComparison.Ordinal));
        Assert.Equal(server.Figures.Accepted, (await small.Log.GetExtentAsync(Ending)).Events);
    }

    [Fact]
    public async Task Settings_ChangedWhileItRuns_HoldFromTheNextRequestOn()
    {
        Server.Configure();
        Server.Configure(new IngestSettings { WriteKey = "rotated" });

        using var response = await Server.PostAsync("/v1/page", """{"userId":"u"}""", "rotated:");

        Assert.Equal(1, Server.Figures.Accepted);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync(Ending));
        Assert.Equal(code, body.GetProperty("code").GetString());
        Assert.NotEmpty(body.GetProperty("message").GetString() ?? "");
        if (status != HttpStatusCode.BadRequest)
        {
            Assert.InRange(int.Parse(response.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 300);
        }
    }

    private static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
