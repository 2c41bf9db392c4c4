using System.IO.Compression;
using System.Net;
using System.Text;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Ingest;
using ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

namespace ExtensibleWebhooks.Worker.Tests.Ingest;

/// <summary>What requests may hold in memory and how long, on a real Kestrel: what one sender only announces, inflates or drips costs the others nothing.</summary>
public sealed class IngestBudgetTests : IAsyncLifetime
{
    private const string Batch = """{"batch":[{"type":"page","userId":"u"}]}""";

    private EmbeddedHarness? _harness;
    private IngestServer? _server;

    private IngestServer Server => _server ?? throw new InvalidOperationException("InitializeAsync comes first.");

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private EmbeddedHarness Harness => _harness ?? throw new InvalidOperationException("InitializeAsync comes first.");

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

    [Fact]
    public async Task Senders_ThatAnnounceAndSendNothing_CostAnHonestSenderNothing()
    {
        Server.Configure();
        var silent = new List<RawSender>();
        for (var sender = 0; sender < 200; sender++)
        {
            // It is asked to go on when its body is first read.
            silent.Add(await RawSender.BeginAsync(Server.Address, "Content-Length: 500000\r\nExpect: 100-continue\r\n"));
            Assert.StartsWith("HTTP/1.1 100", await silent[^1].ReadAsync(), StringComparison.Ordinal);
        }

        using var response = await Server.PostAsync("/v1/batch", Batch);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, Server.Figures.Accepted);
        Assert.Equal(0, Server.Budget.Held);
        silent.ForEach(sender => sender.Dispose());
    }

    [Fact]
    public async Task GzipBomb_WithinTheRequestBoundButBeyondTheBudget_Is503()
    {
        Server.Configure(new IngestSettings { WriteKey = IngestServer.WriteKey, MaxBatchBytes = 128 << 20 });

        using var bomb = await Server.PostAsync("/v1/batch", Packed(96 << 20), encoding: "gzip");
        using var honest = await Server.PostAsync("/v1/batch", Batch);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, bomb.StatusCode);
        Assert.Equal("1", bomb.Headers.GetValues("Retry-After").Single());
        Assert.Equal(HttpStatusCode.OK, honest.StatusCode);
        Assert.Equal(0, Server.Budget.Held);
    }

    [Fact]
    public async Task Request_WhileOthersHoldTheBudget_Is503UntilTheyEnd()
    {
        Server.Configure(new IngestSettings { WriteKey = IngestServer.WriteKey, MaxBatchBytes = 16 << 20 });
        var slow = new List<RawSender>();
        for (var sender = 0; sender < 3; sender++)
        {
            slow.Add(await RawSender.BeginAsync(Server.Address, "Content-Length: 16000000\r\n"));
            await slow[^1].SendAsync(new byte[9 << 20]);
            var held = (sender + 1) * (16L << 20);
            await Eventually.TrueAsync(() => Server.Budget.Held == held, "a body's buffer is reserved", Ending);
        }

        using var refused = await Server.PostAsync("/v1/batch", Packed(12 << 20), encoding: "gzip");
        using var small = await Server.PostAsync("/v1/batch", Batch);
        slow.ForEach(sender => sender.Reset());
        await Eventually.TrueAsync(() => Server.Budget.Held == 0, "the budget is whole again", Ending);
        using var taken = await Server.PostAsync("/v1/batch", Packed(12 << 20), encoding: "gzip");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
        Assert.Contains("\"code\":\"busy\"", await refused.Content.ReadAsStringAsync(Ending), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Theory]
    [InlineData("Content-Length: 1000\r\n", "{")]
    [InlineData("Transfer-Encoding: chunked\r\n", "1\r\n{\r\n")]
    public async Task Body_ThatDrips_Is408AtItsTimeAndTheConnectionEnds(string headers, string drip)
    {
        Server.Configure();
        using var sender = await RawSender.BeginAsync(Server.Address, headers);
        await sender.SendAsync(Encoding.ASCII.GetBytes(drip));
        await Eventually.TrueAsync(() => Server.Budget.Held > 0, "the first drop has come", Ending);

        Harness.Time.Advance(BodyReader.LongestTime - TimeSpan.FromSeconds(1));
        await sender.SendAsync(Encoding.ASCII.GetBytes(drip));
        using var meanwhile = await Server.PostAsync("/v1/batch", Batch);
        Harness.Time.Advance(TimeSpan.FromSeconds(1));

        var answer = await sender.ReadAsync();
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, meanwhile.StatusCode);
        Assert.Equal(0, Server.Budget.Held);
        Assert.Contains("extensible_webhooks_ingest_requests_total{answer=\"too_slow\"} 1", await Server.ScrapeAsync(), StringComparison.Ordinal);
    }

    /// <summary>Its events come to more than is left: the copy that the log gets counts as the body does.</summary>
    [Fact]
    public async Task Batch_WhoseEventsDoNotFitBesideIt_Is503()
    {
        Server.Configure();
        Assert.True(Server.Budget.TryReserve((64 << 20) - 1024));

        using var refused = await Server.PostAsync("/v1/batch", Batch.PadRight(500));
        Server.Budget.Release((64 << 20) - 1024);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(0, Server.Budget.Held);
        Assert.Equal(0, Server.Figures.Accepted);
    }

    /// <summary>The batch and spaces.</summary>
    private static byte[] Packed(int bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            var spaces = new byte[1 << 20];
            spaces.AsSpan().Fill((byte)' ');
            gzip.Write(Encoding.ASCII.GetBytes(Batch));
            for (var written = Batch.Length; written + spaces.Length <= bytes; written += spaces.Length)
            {
                gzip.Write(spaces);
            }
        }

        return packed.ToArray();
    }
}
