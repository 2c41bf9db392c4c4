using ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Health;
using ExtensibleWebhooks.Runtime.Hosting;
using ExtensibleWebhooks.Runtime.Reconciliation;
using ExtensibleWebhooks.Support;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Hosting;

/// <summary>The order of an operator's start and stop.</summary>
public sealed class OperatorHostTests : IAsyncLifetime
{
    private readonly SlowController _controller = new();
    private FakeApiServer _server = null!; // set by InitializeAsync, before every test

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync(CancellationToken);
        _server.Objects.Put("a");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Start_NothingIsReconciled_AndNotReady_UntilTheCachesAreFilled()
    {
        var listed = new TaskCompletionSource();
        _server.NextList(async _ =>
        {
            await listed.Task;
            return false;
        });
        using var host = await StartAsync();
        await Eventually.TrueAsync(() => _server.Lists == 1, "the list", CancellationToken);
        var health = host.Services.GetRequiredService<OperatorHealth>();

        Assert.False(health.Ready().IsHealthy);
        Assert.Equal("[-]cache-configmaps not filled yet\n", health.Ready().ToString());
        Assert.True(health.Live().IsHealthy);
        Assert.False(_controller.Began.Task.IsCompleted);

        listed.SetResult();
        await _controller.Began.Task.WaitAsync(CancellationToken);
        Assert.True(health.Ready().IsHealthy);
        Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<IListers>().Of<V1Secret>());
        _controller.MayEnd.SetResult();
        await host.StopAsync(CancellationToken);
    }

    [Fact]
    public async Task Stop_WaitsForWorkInProgress()
    {
        using var host = await StartAsync();
        await _controller.Began.Task.WaitAsync(CancellationToken);

        var stopping = host.StopAsync(CancellationToken);
        await Eventually.TrueAsync(
            () => host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested, "the stop to begin", CancellationToken);
        Assert.False(stopping.IsCompleted);
        _controller.MayEnd.SetResult();
        await stopping;

        Assert.False(_controller.WasCancelled);
    }

    [Fact]
    public async Task Stop_CutsWorkOff_AfterTheDrainTime()
    {
        using var host = await StartAsync(TimeSpan.FromMilliseconds(200));
        await _controller.Began.Task.WaitAsync(CancellationToken);

        await host.StopAsync(CancellationToken);

        Assert.True(_controller.WasCancelled);
    }

    [Fact]
    public void WrongOptions_AreRefused_AllAtOnce()
    {
        var refused = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddOperatorRuntime(options => options.LeaderElection = new()
        {
            Namespace = "n",
            LeaseName = "l",
            Identity = "i",
            RenewDeadline = TimeSpan.FromMinutes(1),
        }));

        Assert.Contains("Name", refused.Message, StringComparison.Ordinal);
        Assert.Contains("LeaseDuration", refused.Message, StringComparison.Ordinal);
    }

    private async Task<IHost> StartAsync(TimeSpan? drainTime = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_server.Connect());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(SeededRandom.Of(1));
        builder.Services.AddSingleton(Prometheus.Metrics.NewCustomRegistry());
        builder.Services.AddSingleton(_controller);
        builder.Services.AddOperatorRuntime(options =>
            {
                options.Name = "tests";
                options.Timings = WatchedServer.Fast;
                options.DrainTime = drainTime ?? options.DrainTime;
            })
            .AddController<SlowController, V1ConfigMap>();
        var host = builder.Build();
        await host.StartAsync(CancellationToken);
        return host;
    }

    private sealed class SlowController : IEntityController<V1ConfigMap>
    {
        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource MayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasCancelled { get; private set; }

        public async Task<ReconciliationResult<V1ConfigMap>> ReconcileAsync(V1ConfigMap entity, CancellationToken cancellationToken)
        {
            Began.TrySetResult();
            try
            {
                await MayEnd.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                WasCancelled = true;
                throw;
            }

            return ReconciliationResult<V1ConfigMap>.Success(entity);
        }

        public Task<ReconciliationResult<V1ConfigMap>> DeletedAsync(V1ConfigMap entity, CancellationToken cancellationToken) =>
            Task.FromResult(ReconciliationResult<V1ConfigMap>.Success(entity));
    }
}
