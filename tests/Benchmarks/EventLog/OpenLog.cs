using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.EventLog.Embedded;
using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace ExtensibleWebhooks.Benchmarks.EventLog;

/// <summary>An Embedded log as the worker composes it.</summary>
internal sealed class OpenLog : IDisposable
{
    private readonly EmbeddedStore _store;

    private OpenLog(EmbeddedStore store, EmbeddedEventLog log) => (_store, Log) = (store, log);

    public EmbeddedEventLog Log { get; }

    public static async Task<OpenLog> OpenAsync(string folder, EventLogSettings settings)
    {
        var metrics = Metrics.WithCustomRegistry(Metrics.NewCustomRegistry());
        var store = new EmbeddedStore(
            new EmbeddedStoreOptions { Folder = folder }, [LogSchema.Schema], new StoreMetrics(metrics), TimeProvider.System, NullLogger<EmbeddedStore>.Instance);
        var log = new EmbeddedEventLog(
            store, new EmbeddedLogOptions(), new LogWatch(TimeProvider.System, new EventLogMetrics(metrics), NullLogger<EmbeddedEventLog>.Instance));
        if ((store.Start().Problem ?? (await log.StartAsync(CancellationToken.None)).Problem) is { } problem)
        {
            throw new InvalidOperationException(problem);
        }

        log.Configure(settings);

        return new OpenLog(store, log);
    }

    public void Dispose()
    {
        Log.Dispose();
        _store.Dispose();
    }
}
