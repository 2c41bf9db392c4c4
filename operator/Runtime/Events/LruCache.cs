namespace ExtensibleWebhooks.Runtime.Events;

/// <summary>A dictionary that forgets what was not used for longest. For one thread.</summary>
internal sealed class LruCache<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new();

    public TValue? Get(TKey key)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            return null;
        }

        _order.Remove(node);
        _order.AddFirst(node);
        return node.Value.Value;
    }

    public void Set(TKey key, TValue value)
    {
        if (_nodes.Remove(key, out var known))
        {
            _order.Remove(known);
        }

        _nodes[key] = _order.AddFirst((key, value));
        if (_nodes.Count > capacity && _order.Last is { } oldest)
        {
            _order.RemoveLast();
            _nodes.Remove(oldest.Value.Key);
        }
    }
}
