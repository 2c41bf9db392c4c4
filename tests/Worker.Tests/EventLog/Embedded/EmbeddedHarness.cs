using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.EventLog.Embedded;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

/// <summary>The Embedded engine on a real file.</summary>
internal sealed class EmbeddedHarness : IEventLogHarness
{
    private readonly EmbeddedLogOptions _options;
    private readonly EmbeddedStoreOptions _storeOptions;
    private readonly TemporaryFolder? _folder;
    private EmbeddedStore? _store;
    private EmbeddedEventLog? _log;

    private EmbeddedHarness(EmbeddedLogOptions? options, long? maxFileBytes, string? folder)
    {
        _options = options ?? new EmbeddedLogOptions();
        _folder = folder is null ? new TemporaryFolder() : null;
        _storeOptions = new EmbeddedStoreOptions { Folder = folder ?? _folder?.Path ?? "", MaxFileBytes = maxFileBytes, CheckpointBytes = 256 << 10 };
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    public IEventLog Log => _log ?? throw new InvalidOperationException("Not open.");

    public EmbeddedStore Store => _store ?? throw new InvalidOperationException("Not open.");

    public string FilePath => _storeOptions.FilePath;

    /// <param name="options">Null: the defaults.</param>
    /// <param name="maxFileBytes">Null: no bound.</param>
    /// <param name="folder">Null: one of its own, deleted at the end.</param>
    public static async Task<EmbeddedHarness> OpenAsync(EmbeddedLogOptions? options = null, long? maxFileBytes = null, string? folder = null)
    {
        var harness = new EmbeddedHarness(options, maxFileBytes, folder);
        await harness.StartAsync();
        return harness;
    }

    public Task RestartAsync() => RestartAsync(configured: true);

    public async Task RestartAsync(bool configured)
    {
        Close();
        await StartAsync(configured);
    }

    public void Close()
    {
        _log?.Dispose();
        _store?.Dispose();
    }

    public async Task RetainAsync()
    {
        Time.Advance(_options.RetentionInterval);

        // Steps follow one another through the writer's queue; once writes behind a step find the log unchanged, there was none left.
        var (before, after) = (-1L, 0L);
        while (before != after)
        {
            before = (await Log.GetExtentAsync(TestContext.Current.CancellationToken)).Oldest.Value;
            await Store.WriteAsync(_ => { }, 0, TestContext.Current.CancellationToken);
            await Store.WriteAsync(_ => { }, 0, TestContext.Current.CancellationToken);
            after = (await Log.GetExtentAsync(TestContext.Current.CancellationToken)).Oldest.Value;
        }
    }

    /// <summary>
    /// The files as a crash at this moment would leave them: copied while the writer stands still, nothing closed. What is acknowledged is in them.
    /// </summary>
    public async Task CopyAsAfterACrashAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var outcome = await Store.WriteAsync(
            _ =>
            {
                File.Copy(FilePath, Path.Combine(folder, EmbeddedStoreOptions.FileName), overwrite: true);
                File.Copy($"{FilePath}-wal", Path.Combine(folder, $"{EmbeddedStoreOptions.FileName}-wal"), overwrite: true);
            },
            0,
            TestContext.Current.CancellationToken);
        Assert.True(outcome.IsDurable, outcome.ToString());
    }

    public async Task<string> ScrapeAsync()
    {
        using var text = new MemoryStream();
        await Registry.CollectAndExportAsTextAsync(text, TestContext.Current.CancellationToken);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    public ValueTask DisposeAsync()
    {
        Close();
        _folder?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task StartAsync(bool configured = true)
    {
        _store = Stores.Open(_storeOptions, LogSchema.Schema);
        var metrics = new EventLogMetrics(Metrics.WithCustomRegistry(Registry));
        _log = new EmbeddedEventLog(_store, _options, new LogWatch(Time, metrics, NullLogger<EmbeddedEventLog>.Instance));
        Assert.Null((await _log.StartAsync(TestContext.Current.CancellationToken)).Problem);
        if (configured)
        {
            _log.Configure(new EventLogSettings());
        }
    }
}
