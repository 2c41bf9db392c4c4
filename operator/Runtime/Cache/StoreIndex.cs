using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>Keys by a computed value, and back, so that a changed object leaves its old values without computing them again. Guarded by its store's lock.</summary>
internal sealed class StoreIndex<T>(Func<T, IEnumerable<string>> valuesOf)
{
    private readonly Dictionary<string, HashSet<NamespacedName>> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<NamespacedName, string[]> _values = [];

    public IEnumerable<NamespacedName> KeysOf(string value) => _keys.TryGetValue(value, out var keys) ? keys : [];

    public void Add(NamespacedName key, T entity)
    {
        string[] values = [.. valuesOf(entity).Distinct(StringComparer.Ordinal)];
        if (values.Length == 0)
        {
            return;
        }

        _values[key] = values;
        foreach (var value in values)
        {
            if (!_keys.TryGetValue(value, out var keys))
            {
                _keys[value] = keys = [];
            }

            keys.Add(key);
        }
    }

    public void Remove(NamespacedName key)
    {
        if (!_values.Remove(key, out var values))
        {
            return;
        }

        foreach (var value in values)
        {
            var keys = _keys[value];
            keys.Remove(key);
            if (keys.Count == 0)
            {
                _keys.Remove(value);
            }
        }
    }
}
