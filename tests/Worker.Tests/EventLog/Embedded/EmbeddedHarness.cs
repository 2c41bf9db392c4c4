using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.EventLog.Embedded;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

/// <summary>The Embedded engine on a real file in a folder of its own.</summary>
internal sealed class EmbeddedHarness(EmbeddedLogOptions options, long? maxFileBytes) : IEventLogHarness
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedStore? _store;
    private EmbeddedEventLog? _log;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    public IEventLog Log => _log ?? throw new InvalidOperationException("Not open.");

    public EmbeddedStore Store => _store ?? throw new InvalidOperationException("Not open.");

    public string FilePath => new EmbeddedStoreOptions { Folder = _folder.Path }.FilePath;

    public static async Task<EmbeddedHarness> OpenAsync(EmbeddedLogOptions? options = null, long? maxFileBytes = null)
    {
        var harness = new EmbeddedHarness(options ?? new EmbeddedLogOptions(), maxFileBytes);
        await harness.StartAsync();
        return harness;
    }

    public async Task RestartAsync()
    {
        Close();
        await StartAsync();
    }

    public void Close()
    {
        _log?.Dispose();
        _store?.Dispose();
    }

    public async Task RetainAsync()
    {
        Time.Advance(options.RetentionInterval);

        // Steps follow one another through the writer's queue; once a write behind a step finds the log unchanged, there was none left.
        for (var before = -1L; before != (await Log.GetExtentAsync(TestContext.Current.CancellationToken)).Oldest.Value;)
        {
            before = (await Log.GetExtentAsync(TestContext.Current.CancellationToken)).Oldest.Value;
            await Store.WriteAsync(_ => { }, 0, TestContext.Current.CancellationToken);
            await Store.WriteAsync(_ => { }, 0, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        Close();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task StartAsync()
    {
        _store = Stores.Open(new EmbeddedStoreOptions { Folder = _folder.Path, MaxFileBytes = maxFileBytes }, LogSchema.Schema);
        var metrics = new EventLogMetrics(Metrics.WithCustomRegistry(Registry));
        _log = new EmbeddedEventLog(_store, options, new LogWatch(Time, metrics, NullLogger<EmbeddedEventLog>.Instance));
        Assert.Null((await _log.StartAsync(new EventLogSettings(), TestContext.Current.CancellationToken)).Problem);
    }
}
