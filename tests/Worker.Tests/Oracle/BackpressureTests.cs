using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Hosting;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>More than the worker can take, or pass on: it says so, and neither grows nor loses.</summary>
public sealed class BackpressureTests
{
    private const int Megabyte = 1 << 20;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>What may be in memory: 64 MB of bodies and 32 MB of events that wait for the disk, each once more while it is written; the collector's slack on top.</summary>
    [Fact]
    public async Task LogThatCannotBeWritten_IsAnsweredBeforeMemoryGrows()
    {
        const int Senders = 256;
        const long Growth = 400L * Megabyte;
        const long Offered = 1000L * Megabyte;
        await using var world = await OracleWorld.StartAsync();
        world.Config.Write(world.ThreeDestinations());
        using var worker = world.Worker();
        await worker.StartAsync(Ending);
        var body = Body();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Senders }) { Timeout = TimeSpan.FromMinutes(2) };
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, worker, body)).StatusCode);
        var before = ResidentBytes(worker, "VmRSS");

        // Nothing can be written while another connection has the lock; whoever waits for it beyond 5 s fails, and the next ones wait.
        using var blocker = StoreConnections.OpenWriter(new EmbeddedStoreOptions { Folder = world.DataFolder });
        blocker.ExecuteScript("BEGIN IMMEDIATE");
        var (offered, refused) = (0L, 0);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Add(ref offered, body.Length) < Offered)
            {
                using var answer = await SendAsync(client, worker, body);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
                Interlocked.Increment(ref refused);
            }
        })));
        blocker.ExecuteScript("ROLLBACK");
        var growth = ResidentBytes(worker, "VmHWM") - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{offered / Megabyte} MB offered, {refused} requests refused, memory grew by {growth / Megabyte} MB at most from {before / Megabyte} MB");

        Assert.InRange(growth, 0, Growth);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, worker, body)).StatusCode);
    }

    /// <summary>100,000 events' deliveries may be parked. Beyond them the lane reads nothing, and what comes stays in the log.</summary>
    [Fact]
    public async Task ParkingThatIsFull_StopsTheLane_TheLogKeepsTheRest_AndAllArriveInTheEnd()
    {
        const int Events = 120_000;
        const int AtOnce = 2_000;
        var arrived = new HashSet<string>(Events, StringComparer.Ordinal);
        var isHealthy = false;
        await using var receiver = await Receiver.StartAsync();
        receiver.Keeps = false;
        receiver.Answer = (request, response) =>
        {
            // Tried again, and no reason for the breaker to open.
            response.StatusCode = Volatile.Read(ref isHealthy) ? 200 : 409;
            if (isHealthy)
            {
                lock (arrived)
                {
                    arrived.UnionWith(WorkerAccounts.IdsOf(request.Text));
                }
            }

            return Task.CompletedTask;
        };
        await using var worker = new RunningWorker();
        var mapping = ConfigFolder.Mapping("ids", receiver.Url, data: """{"id":{"@path":"$.messageId"}}""") with { Batching = new BatchingSpec { Enabled = true, MaxSize = 1000, MaxWait = Duration.Parse("10s") } };
        var destination = ConfigFolder.Destination("crm", mapping);
        var retry = new RetrySpec { InitialBackoff = Duration.Parse("1s"), MaxBackoff = Duration.Parse("2s"), Statuses = new StatusOverrides { Retry = [409] } };
        worker.Config.Write(ConfigFolder.Config(destination with { Delivery = destination.Delivery with { Retry = retry } }));
        await worker.StartAsync();
        await worker.WaitUntilReadyAsync();

        for (var first = 0; first < Events; first += AtOnce)
        {
            Assert.Equal(200, await worker.PostAsync([.. Enumerable.Range(first, AtOnce).Select(number => RunningWorker.Track($"m-{number}"))]));
        }

        // What had been read when it was full is parked as well. Once the cursor is behind all that is parked, the rest is in the log, and stays there.
        var full = await worker.WaitForAsync("crm", figures => IsFull(figures) && figures.GetProperty("lag").GetInt64() + figures.GetProperty("parked").GetInt64() == Events);
        Assert.InRange(full.GetProperty("parked").GetInt64(), LaneLimits.MaxParked, LaneLimits.MaxParked + LaneLimits.Window);

        Volatile.Write(ref isHealthy, true);
        var figures = await worker.WaitForAsync("crm", figures => figures.GetProperty("delivered").GetInt64() == Events && figures.GetProperty("lag").GetInt64() + figures.GetProperty("parked").GetInt64() == 0);
        Assert.Equal(Events, arrived.Count);
        Assert.Equal(0, figures.GetProperty("failed").GetInt64());
    }

    private static bool IsFull(JsonElement figures) => figures.TryGetProperty("heldReason", out var reason) && reason.GetString() == "ParkingFull";

    private static byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        batch = Enumerable.Range(0, 15).Select(_ => new { type = "track", @event = "Counted", userId = "u", properties = new { number = 1, padding = new string('x', 30_000) } }),
    });

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, WorkerProcess worker, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{worker.IngestUrl}/v1/batch") { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ConfigFolder.WriteKey}:")));
        return await client.SendAsync(request, Ending);
    }

    /// <summary>VmRSS: now. VmHWM: at most since the start.</summary>
    private static long ResidentBytes(WorkerProcess worker, string name)
    {
        var line = File.ReadLines($"/proc/{worker.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
