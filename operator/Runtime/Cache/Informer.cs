using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>
/// A kept-up-to-date cache of one kind, shared by all who read it or want to be told of its changes. Add indexes and handlers, then run it.
/// </summary>
public sealed class Informer<T> : ILister<T>, IInformer, IReflectorSink<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _gate = new();
    private readonly Store<T> _store = new();
    private readonly Dictionary<NamespacedName, UndecodableObject> _undecodable = [];
    private readonly List<IInformerHandler<T>> _handlers = [];
    private readonly HashSet<string> _awaited;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<Reflector<T>> _reflectors;
    private readonly ReflectorRuntime _runtime;

    internal Informer(ApiResource resource, InformerOptions options, Func<string?, IListWatch<T>> sourceOf, ReflectorRuntime runtime)
    {
        Resource = resource;
        Name = options.Name ?? resource.ToString();
        _runtime = runtime;
        IReadOnlyList<string?> scopes = options.Namespaces.Count == 0 ? [null] : [.. options.Namespaces.Distinct()];
        _awaited = [.. scopes.Select(ScopeName)];
        _reflectors =
        [
            .. scopes.Select(scope => new Reflector<T>(new ReflectorScope(Name, scope, options.Optional), sourceOf(scope), this, runtime)),
        ];
    }

    public ApiResource Resource { get; }

    public string Name { get; }

    /// <summary>Whether every scope has been listed once, and every handler been told of it. Never turns false again.</summary>
    public bool HasSynced => _synced.Task.IsCompleted;

    /// <summary>What the type could not read, at this moment.</summary>
    public IReadOnlyList<UndecodableObject> Undecodable
    {
        get
        {
            lock (_gate)
            {
                return [.. _undecodable.Values];
            }
        }
    }

    public CachePulse Pulse => CachePulse.Of(_reflectors.Select(reflector => reflector.Pulse), _runtime.Time);

    public T? Get(NamespacedName key) => _store.Get(key);

    public IReadOnlyList<T> List() => _store.List();

    public IReadOnlyList<T> ByIndex(string index, string value) => _store.ByIndex(index, value);

    /// <summary>Files each object under the values that the function gives it.</summary>
    public void AddIndex(string name, Func<T, IEnumerable<string>> valuesOf) => _store.AddIndex(name, valuesOf);

    /// <summary>Tells the handler of all that is there, now, and of every change from then on.</summary>
    public void AddHandler(IInformerHandler<T> handler)
    {
        lock (_gate)
        {
            _handlers.Add(handler);
            foreach (var entity in _store.List())
            {
                Tell_NeedsGate([handler], to => to.Added(entity));
            }

            foreach (var entity in _undecodable.Values)
            {
                Tell_NeedsGate([handler], to => to.Undecodable(entity));
            }
        }
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _synced.Task.WaitAsync(cancellationToken);

    /// <summary>Fills the cache and keeps it so until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_reflectors.Select(reflector => reflector.RunAsync(cancellationToken)));

    void IReflectorSink<T>.Replace(string? @namespace, IReadOnlyList<WatchEvent<T>> items)
    {
        lock (_gate)
        {
            var listed = items.Select(item => NamespacedName.Of(item.Metadata)).ToHashSet();
            var known = _store.KeysIn(@namespace).Concat(_undecodable.Keys.Where(key => @namespace is null || key.Namespace == @namespace));
            foreach (var key in known.Where(key => !listed.Contains(key)).ToList())
            {
                Remove_NeedsGate(key);
            }

            foreach (var item in items)
            {
                Apply_NeedsGate(item);
            }

            Count_NeedsGate();
            _awaited.Remove(ScopeName(@namespace));
            if (_awaited.Count == 0)
            {
                _synced.TrySetResult();
            }
        }
    }

    void IReflectorSink<T>.Apply(WatchEvent<T> change)
    {
        lock (_gate)
        {
            Apply_NeedsGate(change);
            Count_NeedsGate();
        }
    }

    private static string ScopeName(string? @namespace) => @namespace ?? "";

    private void Apply_NeedsGate(WatchEvent<T> change)
    {
        var key = NamespacedName.Of(change.Metadata);
        if (change.Type == WatchEventType.Deleted)
        {
            if (change.Object is { } last && _store.Get(key)?.Metadata.Uid == last.Metadata.Uid)
            {
                // The last version says most about what is gone: its finalizers, its final status.
                _store.Set(key, last);
            }

            Remove_NeedsGate(key);
            return;
        }

        if (_store.Get(key) is { } known && known.Metadata.Uid != change.Metadata.Uid)
        {
            // Deleted and created again between two looks: whoever knew the old one has to hear of its end.
            Remove_NeedsGate(key);
        }

        if (change.Object is { } entity)
        {
            Set_NeedsGate(key, entity);
        }
        else
        {
            var undecodable = new UndecodableObject(key, change.Metadata.Uid ?? "", change.Metadata.ResourceVersion ?? "", change.Path);
            if (!undecodable.Equals(_undecodable.GetValueOrDefault(key)))
            {
                _undecodable[key] = undecodable;
                Log.Undecodable(_runtime.Logger, Resource, key, change.Path);
                Tell_NeedsGate(_handlers, to => to.Undecodable(undecodable));
            }
        }
    }

    private void Set_NeedsGate(NamespacedName key, T entity)
    {
        var wasUndecodable = _undecodable.Remove(key);
        var before = _store.Set(key, entity);
        if (before is null)
        {
            Tell_NeedsGate(_handlers, to => to.Added(entity));
        }
        else if (wasUndecodable || before.Metadata.ResourceVersion != entity.Metadata.ResourceVersion)
        {
            Tell_NeedsGate(_handlers, to => to.Updated(before, entity));
        }
    }

    private void Remove_NeedsGate(NamespacedName key)
    {
        _undecodable.Remove(key);
        if (_store.Remove(key) is { } last)
        {
            Tell_NeedsGate(_handlers, to => to.Deleted(last));
        }
    }

    private void Count_NeedsGate() => _runtime.Metrics.Holds(Name, _store.Count, _undecodable.Count);

    private void Tell_NeedsGate(IReadOnlyList<IInformerHandler<T>> handlers, Action<IInformerHandler<T>> tell)
    {
        foreach (var handler in handlers)
        {
            try
            {
                tell(handler);
            }
            catch (Exception exception)
            {
                Log.HandlerThrew(_runtime.Logger, Resource, SafeText.Of(exception));
            }
        }
    }
}
