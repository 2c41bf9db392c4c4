using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Controllers;
using ExtensibleWebhooks.Runtime.Events;
using ExtensibleWebhooks.Runtime.Finalizers;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Runtime.Queue;
using ExtensibleWebhooks.Runtime.Reconciliation;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>Collects an operator's caches, controllers and finalizers.</summary>
public sealed class OperatorBuilder
{
    internal OperatorBuilder(IServiceCollection services) => Services = services;

    public IServiceCollection Services { get; }

    /// <summary>Keeps a kind in memory: an <see cref="ILister{T}"/> of it can be injected. May be called several times for one kind; all that is said adds up.</summary>
    public OperatorBuilder Caches<T>(Action<CacheBuilder<T>>? configure = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var builder = new CacheBuilder<T>();
        configure?.Invoke(builder);
        Services.AddSingleton(new CacheSetup(informers => builder.ApplyTo(informers)));
        Services.TryAddSingleton<ILister<T>>(provider => provider.GetRequiredService<InformerFactory>().Informer<T>());
        return this;
    }

    /// <summary>Adds a controller of a kind, with whatever wakes it besides.</summary>
    public OperatorBuilder AddController<TController, TEntity>(Action<ControllerBuilder<TEntity>>? configure = null)
        where TController : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var builder = new ControllerBuilder<TEntity>(this);
        configure?.Invoke(builder);
        Caches<TEntity>();
        Services.TryAddSingleton<TController>();
        Services.AddSingleton<IController>(provider => Build(provider, builder, provider.GetRequiredService<TController>()));
        return this;
    }

    /// <summary>Adds a finalizer: put on each entity before it is reconciled for the first time, run when it is being deleted.</summary>
    /// <param name="name">Domain-qualified, as in <c>webhooks.example.dev/cleanup</c>. Never change it.</param>
    /// <param name="when">Which entities carry it: put on when it becomes true, taken off, without being run, when it becomes false. Null: all.</param>
    public OperatorBuilder AddFinalizer<TFinalizer, TEntity>(string name, Func<TEntity, bool>? when = null)
        where TFinalizer : class, IEntityFinalizer<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        Services.TryAddSingleton<TFinalizer>();
        Services.AddSingleton(provider => new NamedFinalizer<TEntity>(name, provider.GetRequiredService<TFinalizer>(), when ?? (_ => true)));
        return this;
    }

    private static ControllerLoop Build<TEntity>(IServiceProvider provider, ControllerBuilder<TEntity> builder, IEntityController<TEntity> controller)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var (settings, time) = (builder.Settings, provider.GetRequiredService<TimeProvider>());
        var (informers, queueMetrics) = (provider.GetRequiredService<InformerFactory>(), provider.GetRequiredService<WorkQueueMetrics>());
        var metrics = provider.GetRequiredService<ControllerMetrics>();
        metrics.Start(settings.Name, settings.MaxConcurrent);

        var backoff = new ItemBackoff(ItemBackoff.DefaultInitial, ItemBackoff.DefaultMax, provider.GetRequiredService<Random>());
        var queue = new WorkQueue<NamespacedName>(backoff, queueMetrics.For(settings.Name), time);
        queueMetrics.Follow(settings.Name, () => queue.Running);

        var lister = informers.Informer<TEntity>();
        var wakeups = new Wakeups(queue, () => lister.List().Select(entity => NamespacedName.Of(entity)));
        var tombstones = new Tombstones<TEntity>(wakeups, provider.GetRequiredService<EventPublisher>());
        builder.Connect(informers, wakeups, tombstones, provider);

        var finalizers = new FinalizerSet<TEntity>(
            provider.GetRequiredService<IResourceClient>(),
            builder.RunsFinalizers ? [.. provider.GetServices<NamedFinalizer<TEntity>>()] : []);
        var reconciler = new KeyReconciler<TEntity>(lister, tombstones, controller, finalizers);
        return new ControllerLoop(settings, wakeups, reconciler, metrics, time, provider.GetRequiredService<ILogger<ControllerLoop>>());
    }
}
