using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.EventLog.Embedded;
using ExtensibleWebhooks.Worker.Functions;
using ExtensibleWebhooks.Worker.Ingest;
using ExtensibleWebhooks.Worker.Inspect;
using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Replays;
using ExtensibleWebhooks.Worker.Storage;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Hosting;

/// <summary>The rooms of one worker, composed: what needs what is all here.</summary>
internal sealed class WorkerRooms : IDisposable
{
    private readonly FunctionGate _functions = new();

    public WorkerRooms(WorkerOptions options, WorkerEnvironment environment)
    {
        var (time, loggers) = (environment.Time, environment.Loggers);
        Registry = Prometheus.Metrics.NewCustomRegistry();
        Metrics = Prometheus.Metrics.WithCustomRegistry(Registry);
        DotNetStats.Register(Registry);
        var timers = Metrics.CreateGauge("extensible_webhooks_worker_timers", "Timers of the process that wait: what waits for a time without an end would show here.");
        Registry.AddBeforeCollectCallback(() => timers.Set(Timer.ActiveCount));

        Configuration = new WorkerConfiguration(
            new ConfigurationOptions { Folder = options.ConfigFolder }, new ConfigurationMetrics(Metrics), time, loggers.CreateLogger<WorkerConfiguration>());
        Store = new EmbeddedStore(
            new EmbeddedStoreOptions { Folder = options.DataFolder },
            [LogSchema.Schema, ParkingStore.Schema, DeadLetterStore.Schema, ReplaySchema.Schema],
            new StoreMetrics(Metrics),
            time,
            loggers.CreateLogger<EmbeddedStore>());
        Log = new EmbeddedEventLog(Store, new EmbeddedLogOptions(), new LogWatch(time, new EventLogMetrics(Metrics), loggers.CreateLogger<EmbeddedEventLog>()));
        DeadLetters = new DeadLetterStore(Store);
        Bounds = new DeadLetterBounds(DeadLetters, new DeadLetterMetrics(Metrics), time, loggers.CreateLogger<DeadLetterBounds>());
        LaneMetrics = new LaneMetrics(Metrics);
        var services = new LaneServices
        {
            Log = Log,
            Parking = new ParkingStore(Store),
            DeadLetters = DeadLetters,
            Egress = options.Egress,
            Resolver = environment.Resolver,
            Metrics = LaneMetrics,
            Functions = _functions,
            Time = time,
            Random = environment.Random,
            Logger = loggers.CreateLogger<Lane>(),
            TokenRejected = environment.TokenRejected,
        };
        var beginnings = new LaneBeginnings(Log);
        Lanes = new LaneSet(services, Configuration, beginnings, new LaneRemoval(services, beginnings));
        Ingest = new IngestControl(time);
        IngestMetrics = new IngestMetrics(Metrics);
        var (replays, replayLanes, patience) = (new ReplayStore(Store), new ReplayLanes(Lanes, time), new Patience(time, loggers.CreateLogger<Patience>()));
        Replayer = new Replayer(
            replays,
            new LetterMover(DeadLetters, replays, replayLanes, patience, time),
            new EventMover(Log, _functions, replays, replayLanes, patience, time),
            patience,
            time,
            loggers.CreateLogger<Replayer>());
        Inspect = new InspectEndpoints(
            new WorkerInspector(Lanes, DeadLetters, Log, IngestMetrics, time),
            new DeadLetterEndpoints(DeadLetters, destination => Configuration.Current?.Config.Destinations.FirstOrDefault(config => config.Name == destination)?.Authentication.Header),
            new ReplayEndpoints(replays, new ReplayFactory(DeadLetters, Log, time, environment.NewId), replayLanes, Replayer));
    }

    public CollectorRegistry Registry { get; }

    public IMetricFactory Metrics { get; }

    public WorkerConfiguration Configuration { get; }

    public EmbeddedStore Store { get; }

    public EmbeddedEventLog Log { get; }

    public DeadLetterStore DeadLetters { get; }

    public DeadLetterBounds Bounds { get; }

    public LaneMetrics LaneMetrics { get; }

    public LaneSet Lanes { get; }

    public IngestControl Ingest { get; }

    public IngestMetrics IngestMetrics { get; }

    public Replayer Replayer { get; }

    public InspectEndpoints Inspect { get; }

    /// <summary>After the lanes and the servers have stopped.</summary>
    public void Dispose()
    {
        Log.Dispose();
        Store.Dispose();
    }
}
