using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Ingest;
using ExtensibleWebhooks.Worker.Inspect;

namespace ExtensibleWebhooks.Worker.Hosting;

/// <summary>
/// Runs one worker, in its own process or inside another:
/// 1. the management port opens, so that probes are answered from the start;
/// 2. the store and the log open;
/// 3. the ingest port opens, answering 503;
/// 4. the configuration is read, the lanes follow it, ingest takes events; and so with every change;
/// 5. at the end ingest is closed, the lanes land and commit, the store closes.
/// </summary>
internal static class WorkerHost
{
    /// <summary>Until cancelled. Null: it ended as asked. Otherwise why it could not start, or go on, in one line for a user.</summary>
    /// <param name="options">Where everything is.</param>
    /// <param name="environment">Clock, randomness, ids, logs.</param>
    /// <param name="started">Called once both ports are open.</param>
    /// <param name="cancellationToken">Asks for a graceful stop.</param>
    public static async Task<string?> RunAsync(WorkerOptions options, WorkerEnvironment environment, Action<WorkerAddresses> started, CancellationToken cancellationToken)
    {
        var logger = environment.Loggers.CreateLogger(typeof(WorkerHost));
        using var rooms = new WorkerRooms(options, environment);
        var applier = new ConfigurationApplier(rooms.Log, rooms.Ingest, logger);
        var endpoints = new ManagementEndpoints(rooms.Registry, rooms.Configuration, () => applier.IsReady);

        // 1
        var (management, problem) = await HttpServer.StartAsync(
            options.ManagementUrl, static _ => { }, application => application.Run(endpoints.HandleAsync), environment.Loggers, cancellationToken);
        if (management is null)
        {
            return problem;
        }

        await using (management)
        {
            // 2
            if ((rooms.Store.Start().Problem ?? (await rooms.Log.StartAsync(cancellationToken)).Problem) is { } unopened)
            {
                return unopened;
            }

            endpoints.Open(rooms.Inspect, rooms.LaneMetrics, environment.Time);

            // 3
            (var ingest, problem) = await HttpServer.StartAsync(
                options.IngestUrl, builder => AddIngest(builder.Services, rooms, environment), application => application.MapIngest(), environment.Loggers, cancellationToken);
            if (ingest is null)
            {
                return problem;
            }

            await using (ingest)
            {
                started(new WorkerAddresses(ingest.Url, management.Url));
                logger.WorkerStarted(ingest.Url, management.Url, options.DataFolder);

                // 4
                var failure = await WorkAsync(rooms, Apply, logger, cancellationToken);

                // 5
                logger.WorkerStopping(options.StopTimeout);
                applier.Stop();
                using var deadline = new CancellationTokenSource(options.StopTimeout, environment.Time);
                await Task.WhenAll(ingest.StopAsync(deadline.Token), rooms.Lanes.StopAsync(deadline.Token));
                logger.WorkerStopped();
                return failure;
            }
        }

        void Apply(WorkerSnapshot snapshot)
        {
            applier.Apply(snapshot);
            environment.ConfigurationApplied(snapshot);
        }
    }

    /// <summary>Until cancelled (null), or until a loop fails, which is a defect: the process had better begin anew.</summary>
    private static async Task<string?> WorkAsync(WorkerRooms rooms, Action<WorkerSnapshot> apply, ILogger logger, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] loops =
        [
            Task.Run(() => rooms.Configuration.RunAsync(ending.Token), CancellationToken.None),
            Task.Run(() => rooms.Lanes.RunAsync(apply, ending.Token), CancellationToken.None),
            Task.Run(() => rooms.Bounds.RunAsync(destination => BoundsOf(rooms, destination), ending.Token), CancellationToken.None),
            Task.Run(() => rooms.Replayer.RunAsync(ending.Token), CancellationToken.None),
        ];
        var first = await Task.WhenAny(loops);
        await ending.CancelAsync();
        await Task.WhenAll(loops).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (cancellationToken.IsCancellationRequested || first.Exception is not { InnerException: { } exception })
        {
            return null;
        }

        logger.WorkerFailed(exception);
        return $"the worker failed: {exception.GetType().Name}: {exception.Message}";
    }

    private static Crds.WebhookDestinations.DeadLettersSpec? BoundsOf(WorkerRooms rooms, string destination) => rooms.Configuration.Current?.Config is { } config
        ? config.Destinations.FirstOrDefault(enabled => enabled.Name == destination)?.Delivery.DeadLetters
            ?? config.DisabledDestinations?.FirstOrDefault(disabled => disabled.Name == destination)?.DeadLetters
        : null;

    private static void AddIngest(IServiceCollection services, WorkerRooms rooms, WorkerEnvironment environment) => services
        .AddRoutingCore()
        .AddSingleton<IEventLog>(rooms.Log)
        .AddSingleton(rooms.Metrics)
        .AddSingleton(rooms.Ingest)
        .AddSingleton(rooms.IngestMetrics)
        .AddSingleton(environment.Time)
        .AddSingleton(new MessageIdFactory(environment.NewId))
        .AddIngest();
}
