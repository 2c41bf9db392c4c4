using System.Collections.Concurrent;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Hosting;
using ExtensibleWebhooks.Support;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

/// <summary>The whole operator in this process, against a real API server, as a service account with the chart's rights.</summary>
internal sealed class RunningOperator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lines _log = new();

    private RunningOperator(ManagerOptions options, KubernetesClientConfiguration cluster)
    {
        var builder = ManagerApplication.CreateBuilder(options, new PodIdentity(OperatorCluster.OperatorNamespace, "operator-0"), cluster);
        builder.Logging.ClearProviders().AddProvider(_log);
        _app = builder.Build().MapManagement();
    }

    /// <summary>All that it logged, in any level that is on.</summary>
    public IReadOnlyCollection<string> Log => _log.Texts;

    public static async Task<RunningOperator> StartAsync(ManagerOptions options, KubernetesClientConfiguration cluster, CancellationToken cancellationToken)
    {
        var running = new RunningOperator(options, cluster);
        await running._app.StartAsync(cancellationToken);
        return running;
    }

    /// <summary>The answer of a path of the management port.</summary>
    public async Task<(int Status, string Body)> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(new Uri(_app.Urls.Single().Replace("[::]", "127.0.0.1", StringComparison.Ordinal)), path), cancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    public Task IsReadyAsync(CancellationToken cancellationToken) =>
        Eventually.TrueAsync(async () => (await GetAsync("/readyz", cancellationToken)).Status == 200, "the operator's caches to be filled", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

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
