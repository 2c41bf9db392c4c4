using System.Collections.Concurrent;
using System.Text;
using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>
/// The values of the few ConfigMaps that are referred to. As with Secrets, the cache knows only which version each is at; one is fetched when that changed,
/// and kept while its source refers to it. Nobody here writes any, so what the cache does not know is not there.
/// </summary>
internal sealed class ConfigMapReader(IResourceClient client, ILister<MetadataOf<V1ConfigMap>> cache)
{
    private readonly ConcurrentDictionary<NamespacedName, IReadOnlyDictionary<string, Entry>> _bySource = new();

    /// <summary>The ConfigMaps of these names that exist, in the source's namespace. Others that were read for the source before are forgotten.</summary>
    public async Task<IReadOnlyDictionary<string, SecretSnapshot>> ReadAsync(NamespacedName source, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var before = _bySource.GetValueOrDefault(source);
        var now = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (await ReadAsync(new NamespacedName(source.Namespace, name), before?.GetValueOrDefault(name), cancellationToken) is { } entry)
            {
                now[name] = entry;
            }
        }

        if (now.Count > 0)
        {
            _bySource[source] = now;
        }
        else
        {
            _bySource.TryRemove(source, out _);
        }

        return now.ToDictionary(entry => entry.Key, entry => entry.Value.Snapshot, StringComparer.Ordinal);
    }

    private async Task<Entry?> ReadAsync(NamespacedName key, Entry? before, CancellationToken cancellationToken)
    {
        if (cache.Get(key)?.Metadata.ResourceVersion is not { } cached)
        {
            return null;
        }

        return before?.CachedVersion == cached ? before
            : await client.GetAsync<V1ConfigMap>(key.Namespace, key.Name, cancellationToken) is { } configMap ? new Entry(cached, SnapshotOf(configMap))
            : null;
    }

    private static SecretSnapshot SnapshotOf(V1ConfigMap configMap) => new()
    {
        Metadata = configMap.Metadata,
        Data = configMap.Data?.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetBytes(entry.Value), StringComparer.Ordinal) ?? [],
    };

    /// <param name="CachedVersion">What the cache said when this was read.</param>
    private sealed record Entry(string CachedVersion, SecretSnapshot Snapshot);
}
