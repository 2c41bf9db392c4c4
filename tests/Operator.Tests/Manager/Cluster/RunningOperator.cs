using System.Collections.Concurrent;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Hosting;
using ExtensibleWebhooks.Manager.Inspection;
using ExtensibleWebhooks.Manager.Replays;
using ExtensibleWebhooks.Operator.Tests.Manager.Inspection;
using ExtensibleWebhooks.Support;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

/// <summary>The whole operator in this process, against a real API server, as a service account with the chart's rights.</summary>
internal sealed class RunningOperator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lines _log = new();
    private readonly FakeWorker _worker = new();

    private readonly int _connectPort;

    private RunningOperator(ManagerOptions options, KubernetesClientConfiguration cluster, Action<IServiceCollection> configure)
    {
        _connectPort = options.OAuth.Port;
        var builder = ManagerApplication.CreateBuilder(options, new PodIdentity(OperatorCluster.OperatorNamespace, "operator-0"), cluster);
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Services.AddSingleton(_ => _worker.Client);
        configure(builder.Services);
        _app = builder.Build().MapManagement();
    }

    /// <summary>What all sources' workers answer, since there is no kubelet to run real ones.</summary>
    public FakeWorker Worker => _worker;

    public IServiceProvider Services => _app.Services;

    /// <summary>It ends by itself, as a process that lost leadership does.</summary>
    public CancellationToken Ended => _app.Lifetime.ApplicationStopping;

    /// <summary>All that it logged, in any level that is on.</summary>
    public IReadOnlyCollection<string> Log => _log.Texts;

    public static async Task<RunningOperator> StartAsync(
        ManagerOptions options, KubernetesClientConfiguration cluster, Action<IServiceCollection> configure, CancellationToken cancellationToken)
    {
        var running = new RunningOperator(options, cluster, configure);
        await running._worker.StartAsync(cancellationToken);
        await running._app.StartAsync(cancellationToken);
        return running;
    }

    /// <summary>The answer of a path of the management port.</summary>
    public async Task<(int Status, string Body)> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(Address("http://"), path), cancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>The port that the API server calls, where admission is on.</summary>
    public Uri AdmissionAddress => Address("https://");

    /// <summary>What comes once a minute.</summary>
    public Task ReadFiguresAsync(CancellationToken cancellationToken) =>
        _app.Services.GetServices<IHostedService>().OfType<FigureLoop>().Single().RoundAsync(cancellationToken);

    /// <summary>What comes once a minute, too.</summary>
    public Task SweepReplaysAsync(CancellationToken cancellationToken) =>
        _app.Services.GetServices<IHostedService>().OfType<ReplaySweep>().Single().RoundAsync(cancellationToken);

    public Task IsReadyAsync(CancellationToken cancellationToken) =>
        Eventually.TrueAsync(async () => (await GetAsync("/readyz", cancellationToken)).Status == 200, "the operator's caches to be filled", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _worker.DisposeAsync();
    }

    private Uri Address(string scheme) =>
        new(_app.Urls.Single(url => url.StartsWith(scheme, StringComparison.Ordinal) && !url.EndsWith($":{_connectPort}", StringComparison.Ordinal)).Replace("[::]", "127.0.0.1", StringComparison.Ordinal));

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Texts => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
