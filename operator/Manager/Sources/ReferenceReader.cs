using System.Collections.Concurrent;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>
/// The values of the few objects of a kind that sources refer to. The cache knows of all of them only which version they are at; one is fetched when that changed, and kept
/// while its source is there and refers to it.
/// </summary>
internal abstract class ReferenceReader<T>(IResourceClient client, ILister<MetadataOf<T>> cache)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ConcurrentDictionary<NamespacedName, IReadOnlyDictionary<string, Entry>> _bySource = new();

    /// <summary>Those of these names that exist, in the source's namespace. Others that were read for the source before are forgotten.</summary>
    public async Task<IReadOnlyDictionary<string, SecretSnapshot>> ReadAsync(NamespacedName source, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var before = _bySource.GetValueOrDefault(source);
        var now = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var key = new NamespacedName(source.Namespace, name);
            if (!now.ContainsKey(name) && await ReadAsync(key, before?.GetValueOrDefault(name), cancellationToken) is { } entry)
            {
                now[name] = entry;
            }
        }

        _bySource[source] = now;
        return now.ToDictionary(entry => entry.Key, entry => entry.Value.Snapshot, StringComparer.Ordinal);
    }

    /// <summary>One of the source's as it was last read, without asking; null where it was not.</summary>
    public SecretSnapshot? Known(NamespacedName source, string name) => _bySource.GetValueOrDefault(source)?.GetValueOrDefault(name)?.Snapshot;

    /// <summary>What was just written counts from now on, before the cache has heard of it.</summary>
    public void Remember(NamespacedName source, T written)
    {
        var known = _bySource.GetValueOrDefault(source) ?? new Dictionary<string, Entry>();
        var name = written.Metadata.Name;
        _bySource[source] = new Dictionary<string, Entry>(known, StringComparer.Ordinal)
        {
            [name] = new Entry(CachedVersion(new NamespacedName(source.Namespace, name)), SnapshotOf(written)),
        };
    }

    /// <summary>The source is gone.</summary>
    public void Forget(NamespacedName source) => _bySource.TryRemove(source, out _);

    /// <summary>Its values by their keys.</summary>
    private protected abstract IReadOnlyDictionary<string, byte[]> DataOf(T entity);

    private async Task<Entry?> ReadAsync(NamespacedName key, Entry? before, CancellationToken cancellationToken)
    {
        var cached = CachedVersion(key);
        if (before is not null && cached is not null && (before.CachedVersion == cached || before.Snapshot.ResourceVersion == cached))
        {
            return before;
        }

        // The cache may not have heard yet of one that was made here a moment ago; of all others it knows whether they exist.
        var mayExist = cached is not null || before is { CachedVersion: null };
        return mayExist && await client.GetAsync<T>(key.Namespace, key.Name, cancellationToken) is { } found
            ? new Entry(cached, SnapshotOf(found))
            : null;
    }

    private string? CachedVersion(NamespacedName key) => cache.Get(key)?.Metadata.ResourceVersion;

    private SecretSnapshot SnapshotOf(T entity) => new() { Metadata = entity.Metadata, Data = DataOf(entity) };

    /// <param name="CachedVersion">What the cache said when this was read or written: while it still says so, it has heard of nothing newer.</param>
    private sealed record Entry(string? CachedVersion, SecretSnapshot Snapshot);
}
