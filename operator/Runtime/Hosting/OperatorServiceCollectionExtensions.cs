using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Events;
using ExtensibleWebhooks.Runtime.Health;
using ExtensibleWebhooks.Runtime.Leadership;
using ExtensibleWebhooks.Runtime.Metrics;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>Registers an operator.</summary>
public static class OperatorServiceCollectionExtensions
{
    /// <summary>The key of an <see cref="IResourceClient"/> that writes whether this process leads or not: for what every replica may do.</summary>
    public const string Unfenced = "unfenced";

    /// <summary>
    /// Adds the runtime. The program itself registers <see cref="Kubernetes"/> (see <see cref="KubernetesConnection"/>), <see cref="TimeProvider"/>, and a
    /// <see cref="Random"/> that several threads may use; a <see cref="CollectorRegistry"/> too, unless the default one will do.
    /// </summary>
    /// <exception cref="ArgumentException">The options are wrong; says all that is.</exception>
    public static OperatorBuilder AddOperatorRuntime(this IServiceCollection services, Action<OperatorOptions> configure)
    {
        var options = new OperatorOptions();
        configure(options);
        options.ThrowIfInvalid();
        services.AddSingleton(options);
        services.TryAddSingleton(Prometheus.Metrics.DefaultRegistry);
        AddMetrics(services, options);
        AddClient(services, options);
        AddCaches(services, options);
        AddLeadership(services, options);
        AddEvents(services, options);
        services.TryAddSingleton(provider => new OperatorHealth(
            () => provider.GetRequiredService<InformerFactory>().All, provider.GetService<LeaderElector>()));
        services.AddSingleton<OperatorParts>();
        services.AddHostedService<OperatorHost>();
        return new OperatorBuilder(services);
    }

    private static void AddMetrics(IServiceCollection services, OperatorOptions options)
    {
        services.TryAddSingleton<RestClientMetrics>();
        services.TryAddSingleton<CacheMetrics>();
        services.TryAddSingleton<WorkQueueMetrics>();
        services.TryAddSingleton<ControllerMetrics>();
        services.TryAddSingleton<EventMetrics>();
        services.TryAddSingleton(provider => new LeadershipMetrics(
            provider.GetRequiredService<CollectorRegistry>(), options.LeaderElection?.LeaseName ?? options.Name));
    }

    private static void AddClient(IServiceCollection services, OperatorOptions options)
    {
        services.TryAddSingleton(provider => Transport(provider, options.Retry));
        services.TryAddSingleton(provider => new Discovery(provider.GetRequiredService<ApiTransport>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IResourceClient>(provider => Client(provider, options, provider.GetService<LeadershipFence>()));
        services.TryAddKeyedSingleton<IResourceClient>(Unfenced, (provider, _) => Client(provider, options, fence: null));
    }

    private static void AddCaches(IServiceCollection services, OperatorOptions options)
    {
        services.TryAddSingleton(provider =>
        {
            var runtime = new ReflectorRuntime(
                options.Timings,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<Random>(),
                provider.GetRequiredService<CacheMetrics>(),
                provider.GetRequiredService<ILogger<InformerFactory>>());
            var informers = new InformerFactory(provider.GetRequiredService<ApiTransport>(), options.Json, runtime, options.WatchNamespaces);
            foreach (var setup in provider.GetServices<CacheSetup>())
            {
                setup.ApplyTo(informers);
            }

            return informers;
        });
        services.TryAddSingleton<IListers>(provider => provider.GetRequiredService<InformerFactory>());
    }

    private static void AddLeadership(IServiceCollection services, OperatorOptions options)
    {
        if (options.LeaderElection is not { } election)
        {
            return;
        }

        services.TryAddSingleton(provider => new LeadershipFence(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider =>
        {
            var transport = Transport(provider, options.Retry with { MaxRetries = 0 });
            var client = new ResourceClient(transport, options.Name, fence: null, RuntimeJson.Options);
            var runtime = new LeadershipRuntime(
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Random>(), provider.GetRequiredService<ILogger<LeaderElector>>());
            return new LeaderElector(
                election,
                new LeaseStore(client, election.Namespace, election.LeaseName),
                provider.GetRequiredService<LeadershipFence>(),
                provider.GetRequiredService<LeadershipMetrics>(),
                runtime);
        });
    }

    private static void AddEvents(IServiceCollection services, OperatorOptions options)
    {
        services.TryAddSingleton(provider => new EventRecorder(
            options.Name,
            provider.GetRequiredKeyedService<IResourceClient>(Unfenced),
            provider.GetRequiredService<EventMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EventRecorder>>()));
        services.TryAddSingleton<EventPublisher>(provider => provider.GetRequiredService<EventRecorder>().PublishAsync);
    }

    private static ApiTransport Transport(IServiceProvider provider, RetryPolicy retry) => new(
        provider.GetRequiredService<Kubernetes>(), retry, provider.GetRequiredService<RestClientMetrics>(), provider.GetRequiredService<TimeProvider>());

    /// <summary>A client whose applies own their fields under a name of its own; it writes only under leadership.</summary>
    internal static ResourceClient ClientAs(IServiceProvider provider, string fieldManager) =>
        new(provider.GetRequiredService<ApiTransport>(), fieldManager, provider.GetService<LeadershipFence>(), provider.GetRequiredService<OperatorOptions>().Json);

    private static ResourceClient Client(IServiceProvider provider, OperatorOptions options, LeadershipFence? fence) =>
        new(provider.GetRequiredService<ApiTransport>(), options.Name, fence, options.Json);
}
