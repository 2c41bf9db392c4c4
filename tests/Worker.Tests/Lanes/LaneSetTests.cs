using System.Text;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.EventLog.Embedded;
using ExtensibleWebhooks.Worker.Functions;
using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.EventLog;
using ExtensibleWebhooks.Worker.Tests.Hosting;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using ExtensibleWebhooks.Worker.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Tests.Lanes;

public sealed class LaneSetTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly ConfigFolder _config = new();
    private readonly IMetricFactory _metrics = Metrics.WithCustomRegistry(Metrics.NewCustomRegistry());
    private readonly FunctionGate _functions = new();
    private readonly LogLines _lines = new();
    private readonly EmbeddedStore _store;
    private readonly EmbeddedEventLog _log;
    private WorkerConfiguration? _configuration;

    public LaneSetTests()
    {
        _store = Stores.Open(new EmbeddedStoreOptions { Folder = _data.Path }, [.. Stores.OfAWorker]);
        _log = new EmbeddedEventLog(
            _store, new EmbeddedLogOptions(), new LogWatch(TimeProvider.System, new EventLogMetrics(_metrics), NullLogger<EmbeddedEventLog>.Instance));
    }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        _store.Dispose();
        _config.Dispose();
        _data.Dispose();
    }

    /// <summary>An event that is accepted once the lanes follow a configuration reaches all of them, also one whose cursor a full disk refuses until later.</summary>
    [Fact]
    public async Task Lane_ThatCanOpenOnlyLater_HasTheEventsThatWereAcceptedSince()
    {
        await using var receiver = await Receiver.StartAsync();
        Assert.Null((await _log.StartAsync(Ending)).Problem);
        var log = new RefusingLog(_log) { Refuses = true };
        await AppendAsync("before");
        var lanes = LanesOf(log, ConfigFolder.Destination("d", ConfigFolder.Mapping("orders", $"{receiver.Url}/d", data: """{"id":{"@path":"$.messageId"}}""")));
        var applied = new TaskCompletionSource();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Ending);

        var running = lanes.RunAsync(_ => applied.TrySetResult(), stopping.Token);
        await applied.Task.WaitAsync(Ending);
        Assert.Empty(lanes.Lanes);
        await AppendAsync("m-1");
        log.Refuses = false;

        await Eventually.TrueAsync(() => lanes.Lanes.Count == 1, "the lane opens", Ending);
        await AppendAsync("m-2");
        await Eventually.TrueAsync(() => receiver.Requests.Any(request => request.Text.Contains("m-2", StringComparison.Ordinal)), "the next event arrives", Ending);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await lanes.StopAsync(Ending);
        Assert.Equal(["""{"id":"m-1"}""", """{"id":"m-2"}"""], receiver.Requests.Select(request => request.Text).Order(StringComparer.Ordinal));
    }

    /// <summary>As a replay does while the configuration changes.</summary>
    [Fact]
    public async Task ParkedFromOutside_WhileTheLaneIsReplaced_IsSentByTheNext()
    {
        await using var receiver = await Receiver.StartAsync();
        Assert.Null((await _log.StartAsync(Ending)).Problem);
        var destination = ConfigFolder.Destination("d", ConfigFolder.Mapping("orders", $"{receiver.Url}/d"));
        var disabled = new DisabledDestination { Name = "d", WhileDisabled = WhileDisabled.Hold };
        var lanes = LanesOf(_log, destination);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var running = lanes.RunAsync(_ => { }, stopping.Token);
        await Eventually.TrueAsync(() => lanes.Lanes.Count == 1, "the lane opens", Ending);
        var old = lanes.Lanes[0];
        var mayWrite = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Begun under the lane, and written only when it has been replaced, as far as it can be.
        var parking = old.ParkFromOutsideAsync(async () =>
        {
            await mayWrite.Task;
            return await ParkAsync(old.Key, "slow", $"{receiver.Url}/d");
        });
        Reload(ConfigFolder.Config() with { DisabledDestinations = [disabled] });
        await Eventually.TrueAsync(() => lanes.Lanes.Count == 0, "the lane leaves", Ending);
        Reload(ConfigFolder.Config(destination));
        mayWrite.SetResult();

        Assert.Equal(1, (await parking)?.Parked);
        await Eventually.TrueAsync(() => receiver.Requests.Count == 1, "the next lane sends it", Ending);
        Assert.Null(await old.ParkFromOutsideAsync(() => ParkAsync(old.Key, "late", $"{receiver.Url}/d")));
        var lane = Assert.Single(lanes.Lanes);
        Assert.Equal(1, (await lane.ParkFromOutsideAsync(() => ParkAsync(lane.Key, "late", $"{receiver.Url}/d")))?.Parked);
        await Eventually.TrueAsync(() => receiver.Requests.Count == 2, "what did not reach the old lane reaches the present one", Ending);
        await Eventually.TrueAsync(() => lane.Parked == 0, "each is counted once", Ending);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await lanes.StopAsync(Ending);
        Assert.Equal(0, await new ParkingStore(_store).CountAsync(lane.Key, Ending));
    }

    /// <summary>A try that throws, as by a method that no request can have: it waits as after any failure, and is told once.</summary>
    [Fact]
    public async Task ParkedDelivery_WhoseTryEndsByADefect_IsTriedWithPausesUntilItsAge()
    {
        Assert.Null((await _log.StartAsync(Ending)).Problem);
        var parking = new ParkingStore(_store);
        var retry = new RetrySpec { InitialBackoff = Duration.Parse("10ms"), MaxBackoff = Duration.Parse("20ms") };
        var lanes = LanesOf(_log, ConfigFolder.Destination("d", ConfigFolder.Mapping("orders", "http://127.0.0.1/d")) with { Delivery = new DeliverySpec { Retry = retry } });
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var running = lanes.RunAsync(_ => { }, stopping.Token);
        await Eventually.TrueAsync(() => lanes.Lanes.Count == 1, "the lane opens", Ending);
        var lane = lanes.Lanes[0];

        await lane.ParkFromOutsideAsync(() => ParkAsync(lane.Key, "young", "http://127.0.0.1/d", "NO METHOD"));
        var young = await Eventually.SeenAsync(
            async () => Assert.Single(await parking.ReadAllAsync(lane.Key, 2, Ending)), delivery => delivery.Waits >= 3 || Defects() >= 10, "it is tried again", Ending);
        Assert.True(young.Waits >= 3, $"{Defects()} tries, {young.Waits} pauses");
        await lane.ParkFromOutsideAsync(() => ParkAsync(lane.Key, "old", "http://127.0.0.1/d", "NO METHOD", TimeSpan.FromDays(1)));
        var old = await Eventually.SeenAsync(
            async () => await new DeadLetterStore(_store).ListAsync(DeadLetterFilter.All, null, 2, Ending), letters => letters.Count > 0, "the other is given up", Ending);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await lanes.StopAsync(Ending);

        Assert.Equal(Assert.Single(await parking.ReadAllAsync(lane.Key, 2, Ending)).Waits + 1, Defects());
        Assert.Equal(DeadLetterReason.RetriesExhausted, Assert.Single(old).Reason);

        int Defects() => _lines.Lines.Count(line => line.StartsWith("Critical ", StringComparison.Ordinal));
    }

    private async Task<(WriteOutcome Outcome, int? Parked)> ParkAsync(string lane, string id, string url, string method = "POST", TimeSpan age = default)
    {
        var now = TimeProvider.System.GetUtcNow() - age;
        var delivery = new ParkedDelivery
        {
            Lane = lane,
            Mapping = "orders",
            Request = new WebhookRequest { WebhookId = id, Target = new WebhookTarget { Method = method, Url = url } },
            Position = 17,
            ReceivedAt = now,
            FirstAttemptAt = now,
            NextAttemptAt = now,
            Attempts = age > TimeSpan.Zero ? 1 : 0,
            Waits = 0,
        };
        var (outcome, added) = await new ParkingStore(_store).ParkAsync(delivery, Ending);
        return (outcome, added ? 1 : 0);
    }

    private void Reload(WorkerConfig config)
    {
        _config.Write(config);
        _configuration?.Reload();
    }

    private async Task AppendAsync(string id)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"type":"track","event":"Order Completed","userId":"u","properties":{},"integrations":{},"messageId":"{{id}}"}""");
        await _log.AppendOkAsync(new EventBatch(json, [new EventEntry(0, json.Length, MessageKey.Of(id))]), Ending);
    }

    private LaneSet LanesOf(IEventLog log, DestinationConfig destination)
    {
        _config.Write(ConfigFolder.Config(destination));
        var configuration = new WorkerConfiguration(
            new ConfigurationOptions { Folder = _config.Path }, new ConfigurationMetrics(_metrics), TimeProvider.System, NullLogger<WorkerConfiguration>.Instance);
        configuration.Reload();
        _configuration = configuration;
        var environment = RunningWorker.Environment();
        var services = new LaneServices
        {
            Log = log,
            Parking = new ParkingStore(_store),
            DeadLetters = new DeadLetterStore(_store),
            Egress = new EgressOptions { AllowLoopback = true },
            Resolver = environment.Resolver,
            Metrics = new LaneMetrics(_metrics),
            Functions = _functions,
            Time = TimeProvider.System,
            Random = environment.Random,
            Logger = _lines,
        };
        var beginnings = new LaneBeginnings(log);
        return new LaneSet(services, configuration, beginnings, new LaneRemoval(services, beginnings));
    }

    /// <summary>A log on a disk that is full for new cursors.</summary>
    private sealed class RefusingLog(IEventLog log) : IEventLog
    {
        public bool Refuses { get; set; }

        public ValueTask<ILogCursor?> OpenCursorAsync(string lane, CursorStart start, CancellationToken cancellationToken) =>
            Refuses ? new((ILogCursor?)null) : log.OpenCursorAsync(lane, start, cancellationToken);

        public ValueTask<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken) => log.AppendAsync(batch, cancellationToken);

        public ValueTask<LogSlice> ReadAsync(LogPosition from, int maxEvents, CancellationToken cancellationToken) => log.ReadAsync(from, maxEvents, cancellationToken);

        public ValueTask<LogPosition> FindAsync(DateTimeOffset since, CancellationToken cancellationToken) => log.FindAsync(since, cancellationToken);

        public ValueTask<LogExtent> GetExtentAsync(CancellationToken cancellationToken) => log.GetExtentAsync(cancellationToken);

        public ValueTask<WriteOutcome> RemoveCursorAsync(string lane, CancellationToken cancellationToken) => log.RemoveCursorAsync(lane, cancellationToken);

        public ValueTask<IReadOnlyList<string>> ListCursorsAsync(CancellationToken cancellationToken) => log.ListCursorsAsync(cancellationToken);

        public void Configure(EventLogSettings settings) => log.Configure(settings);
    }
}
