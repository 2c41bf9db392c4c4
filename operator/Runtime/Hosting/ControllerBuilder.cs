using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Controllers;
using ExtensibleWebhooks.Runtime.Queue;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>Says what wakes a controller besides its own entities, and how it runs.</summary>
public sealed class ControllerBuilder<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly OperatorBuilder _operator;
    private readonly List<Action<InformerFactory, Wakeups>> _watches = [];
    private readonly List<Func<IServiceProvider, WakeupCalls>> _calls = [];
    private Func<TEntity, TEntity, bool> _when = Predicates.SpecOrMetadataChanged;

    internal ControllerBuilder(OperatorBuilder @operator)
    {
        _operator = @operator;
        Settings = new ControllerSettings(typeof(TEntity).Name.ToLowerInvariant(), 1, TimeSpan.FromMinutes(2));
    }

    internal ControllerSettings Settings { get; private set; }

    internal bool RunsFinalizers { get; private set; } = true;

    /// <summary>In metrics and logs; by default the entity type's name in lower case.</summary>
    public ControllerBuilder<TEntity> Named(string name) => With(Settings with { Name = name });

    /// <summary>How many entities are worked on at once; never one twice. Default 1.</summary>
    public ControllerBuilder<TEntity> MaxConcurrent(int count) => With(Settings with { MaxConcurrent = Math.Max(1, count) });

    /// <summary>How long one reconciliation may take before it is cancelled and counts as failed. Default two minutes.</summary>
    public ControllerBuilder<TEntity> Timeout(TimeSpan timeout) => With(Settings with { Timeout = timeout });

    /// <summary>Which updates of the entity itself matter; by default <see cref="Predicates.SpecOrMetadataChanged{T}"/>.</summary>
    public ControllerBuilder<TEntity> When(Func<TEntity, TEntity, bool> predicate)
    {
        _when = predicate;
        return this;
    }

    /// <summary>Leaves the kind's finalizers to another of its controllers: of several, one runs them.</summary>
    public ControllerBuilder<TEntity> WithoutFinalizers()
    {
        RunsFinalizers = false;
        return this;
    }

    /// <summary>Wakes when the program says so, for what no object in the cluster shows.</summary>
    public ControllerBuilder<TEntity> WokenBy(Func<IServiceProvider, WakeupCalls> calls)
    {
        _calls.Add(calls);
        return this;
    }

    /// <summary>Wakes for each change of an object whose controlling owner is one of our entities. Cache it with a label selector (<see cref="OperatorBuilder.Caches{T}"/>).</summary>
    /// <param name="when">Which updates matter; null for all, their status included.</param>
    public ControllerBuilder<TEntity> Owns<TOwned>(Func<TOwned, TOwned, bool>? when = null)
        where TOwned : class, IKubernetesObject<V1ObjectMeta>
    {
        var owner = ApiResource.Of<TEntity>();
        return Watches<TOwned>((owned, _) => Predicates.OwnerOf(owned, owner), when ?? Predicates.AnyChange);
    }

    /// <summary>Wakes for each change of another kind's object, by the keys that the function finds for it; of an update, those of before and of after.</summary>
    /// <param name="map">From an object to the entities that it concerns; look them up by index. Runs on the watch's task: quick, no I/O.</param>
    /// <param name="when">Which updates matter; null for <see cref="Predicates.SpecOrMetadataChanged{T}"/>.</param>
    public ControllerBuilder<TEntity> Watches<TOther>(Func<TOther, IListers, IEnumerable<NamespacedName>> map, Func<TOther, TOther, bool>? when = null)
        where TOther : class, IKubernetesObject<V1ObjectMeta>
    {
        _operator.Caches<TOther>();
        _watches.Add((informers, wakeups) => Connect(informers, wakeups, entity => map(entity, informers), when ?? Predicates.SpecOrMetadataChanged));
        return this;
    }

    internal void Connect(InformerFactory informers, Wakeups wakeups, Tombstones<TEntity> tombstones, IServiceProvider provider)
    {
        // The tombstone has to be there before its key is taken.
        informers.Informer<TEntity>().AddHandler(tombstones);
        Connect<TEntity>(informers, wakeups, entity => [NamespacedName.Of(entity)], _when);
        _watches.ForEach(watch => watch(informers, wakeups));
        _calls.ForEach(calls => calls(provider).Connect(key => wakeups.Add(key, QueueBand.Normal)));
    }

    private static void Connect<T>(
        InformerFactory informers, Wakeups wakeups, Func<T, IEnumerable<NamespacedName>> map, Func<T, T, bool> when)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var informer = informers.Informer<T>();
        informer.AddHandler(new MappingHandler<T>(map, when, wakeups, () => informer.HasSynced));
    }

    private ControllerBuilder<TEntity> With(ControllerSettings settings)
    {
        Settings = settings;
        return this;
    }
}
