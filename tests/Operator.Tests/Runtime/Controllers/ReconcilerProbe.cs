using ExtensibleWebhooks.Operator.Tests.Runtime.Cache;
using ExtensibleWebhooks.Operator.Tests.Runtime.Queue;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Controllers;
using ExtensibleWebhooks.Runtime.Events;
using ExtensibleWebhooks.Runtime.Finalizers;
using ExtensibleWebhooks.Runtime.Queue;
using ExtensibleWebhooks.Runtime.Reconciliation;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Controllers;

/// <summary>What a controller of ConfigMaps is asked to do as its cache changes.</summary>
internal sealed class ReconcilerProbe : IEntityController<V1ConfigMap>, IAsyncDisposable
{
    private readonly InformerProbe _cache = new();
    private readonly WorkQueue<NamespacedName> _queue;
    private readonly KeyReconciler<V1ConfigMap> _reconciler;

    public ReconcilerProbe()
    {
        _queue = new WorkQueue<NamespacedName>(
            new ItemBackoff(ItemBackoff.DefaultInitial, ItemBackoff.DefaultMax, SeededRandom.Always(0)), new CountingObserver(), _cache.Time);
        Wakeups = new Wakeups(_queue, () => _cache.Informer.List().Select(entity => NamespacedName.Of(entity)));
        var tombstones = new Tombstones<V1ConfigMap>(Wakeups, PublishAsync);
        _cache.Informer.AddHandler(tombstones);
        _cache.Informer.AddHandler(new MappingHandler<V1ConfigMap>(
            entity => [NamespacedName.Of(entity)], Predicates.SpecOrMetadataChanged, Wakeups, () => _cache.Informer.HasSynced));
        _reconciler = new KeyReconciler<V1ConfigMap>(_cache.Informer, tombstones, this, new FinalizerSet<V1ConfigMap>(new NoClient(), []));
        _cache.Start();
    }

    public FakeSource Source => _cache.Source;

    public Wakeups Wakeups { get; }

    /// <summary>How often the next notices of a deletion fail.</summary>
    public int FailingNotices { get; set; }

    public List<string> Asked { get; } = [];

    /// <summary>Works off what is in the queue now.</summary>
    public async Task WorkAsync()
    {
        await InformerProbe.SettleAsync();
        while (true)
        {
            using var giveUp = new CancellationTokenSource();
            var taking = _queue.TakeAsync(giveUp.Token);
            await giveUp.CancelAsync();
            await ((Task)taking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!taking.IsCompletedSuccessfully)
            {
                return;
            }

            var key = await taking;
            var outcome = await _reconciler.ReconcileAsync(key, CancellationToken.None);
            if (!outcome.IsSuccess)
            {
                _queue.Add(key);
            }

            _queue.Done(key);
        }
    }

    public Task<ReconciliationResult<V1ConfigMap>> ReconcileAsync(V1ConfigMap entity, CancellationToken cancellationToken)
    {
        Asked.Add($"reconcile {entity.Metadata.Name} {entity.Metadata.Uid}");
        return Task.FromResult(ReconciliationResult<V1ConfigMap>.Success(entity));
    }

    public Task<ReconciliationResult<V1ConfigMap>> DeletedAsync(V1ConfigMap entity, CancellationToken cancellationToken)
    {
        Asked.Add($"deleted {entity.Metadata.Name} {entity.Metadata.Uid}");
        return Task.FromResult(FailingNotices-- > 0
            ? ReconciliationResult<V1ConfigMap>.Failure(entity, "not now")
            : ReconciliationResult<V1ConfigMap>.Success(entity));
    }

    public async ValueTask DisposeAsync()
    {
        await _cache.DisposeAsync();
        _queue.Dispose();
    }

    private static Task PublishAsync(
        IKubernetesObject<V1ObjectMeta> entity, string reason, string message, EventType type, CancellationToken cancellationToken) => Task.CompletedTask;
}
