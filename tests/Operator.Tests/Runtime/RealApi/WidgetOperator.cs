using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Health;
using ExtensibleWebhooks.Runtime.Hosting;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;

/// <summary>A whole operator in this process, on a real API server.</summary>
internal sealed class WidgetOperator : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _stopped;

    private WidgetOperator(IHost host) => _host = host;

    public WidgetController Controller => _host.Services.GetRequiredService<WidgetController>();

    public WidgetCleanup Cleanup => _host.Services.GetRequiredService<WidgetCleanup>();

    public OperatorHealth Health => _host.Services.GetRequiredService<OperatorHealth>();

    public IResourceClient Client => _host.Services.GetRequiredService<IResourceClient>();

    public ILister<Widget> Widgets => _host.Services.GetRequiredService<ILister<Widget>>();

    public CancellationToken Ended => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    public static async Task<WidgetOperator> StartAsync(RealApi api, string identity = "only", Action<OperatorOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(KubernetesConnection.Create(ApiServerFixture.ConfigurationOf(api.Server)));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(SeededRandom.Of(1));
        builder.Services.AddSingleton(Prometheus.Metrics.NewCustomRegistry());
        builder.Services.AddOperatorRuntime(options =>
            {
                options.Name = "widgets";
                options.WatchNamespaces = [api.Namespace];
                options.Timings = WatchedServer.Fast;
                options.LeaderElection = new()
                {
                    Namespace = api.Namespace,
                    LeaseName = "widgets",
                    Identity = identity,
                    LeaseDuration = TimeSpan.FromSeconds(60),
                    RenewDeadline = TimeSpan.FromSeconds(50),
                    RetryPeriod = TimeSpan.FromMilliseconds(300),
                };
                configure?.Invoke(options);
            })
            .Caches<V1ConfigMap>(cache => cache.WithLabels("app.kubernetes.io/managed-by=widgets"))
            .AddController<WidgetController, Widget>(controller => controller.Owns<V1ConfigMap>().MaxConcurrent(2))
            .AddFinalizer<WidgetCleanup, Widget>(WidgetCleanup.Name);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new WidgetOperator(host);
    }

    public async Task<string> MetricsAsync()
    {
        using var stream = new MemoryStream();
        await _host.Services.GetRequiredService<CollectorRegistry>().CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    public async Task StopAsync()
    {
        _stopped = true;
        await _host.StopAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
        {
            await StopAsync();
        }

        _host.Dispose();
    }
}
