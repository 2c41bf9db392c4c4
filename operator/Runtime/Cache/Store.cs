using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>The objects of one kind by key, with indexes. Safe for any number of readers beside a writer.</summary>
internal sealed class Store<T> : ILister<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<NamespacedName, T> _objects = [];
    private readonly Dictionary<string, StoreIndex<T>> _indexes = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _objects.Count;
            }
        }
    }

    /// <summary>Adds an index; what is in the store already is filed too. The same name twice must mean the same function.</summary>
    public void AddIndex(string name, Func<T, IEnumerable<string>> valuesOf)
    {
        lock (_lock)
        {
            var index = new StoreIndex<T>(valuesOf);
            foreach (var (key, entity) in _objects)
            {
                index.Add(key, entity);
            }

            _indexes[name] = index;
        }
    }

    public T? Get(NamespacedName key)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault(key);
        }
    }

    public IReadOnlyList<T> List()
    {
        lock (_lock)
        {
            return [.. _objects.Values];
        }
    }

    public IReadOnlyList<T> ByIndex(string index, string value)
    {
        lock (_lock)
        {
            return _indexes.TryGetValue(index, out var found)
                ? [.. found.KeysOf(value).Select(key => _objects[key])]
                : throw new ArgumentException($"{typeof(T).Name} has no index '{index}'", nameof(index));
        }
    }

    /// <summary>The keys in one namespace, or in all.</summary>
    public IReadOnlyList<NamespacedName> KeysIn(string? @namespace)
    {
        lock (_lock)
        {
            return [.. _objects.Keys.Where(key => @namespace is null || key.Namespace == @namespace)];
        }
    }

    /// <summary>Sets, and returns what was there.</summary>
    public T? Set(NamespacedName key, T entity)
    {
        lock (_lock)
        {
            var before = Take_NeedsLock(key);
            _objects[key] = entity;
            foreach (var index in _indexes.Values)
            {
                index.Add(key, entity);
            }

            return before;
        }
    }

    /// <summary>Removes, and returns what was there.</summary>
    public T? Remove(NamespacedName key)
    {
        lock (_lock)
        {
            return Take_NeedsLock(key);
        }
    }

    private T? Take_NeedsLock(NamespacedName key)
    {
        if (!_objects.Remove(key, out var before))
        {
            return null;
        }

        foreach (var index in _indexes.Values)
        {
            index.Remove(key);
        }

        return before;
    }
}
