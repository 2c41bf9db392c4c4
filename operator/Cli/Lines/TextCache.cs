using System.Collections.Concurrent;

namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>
/// What was made of texts, by text; for several threads. Bounded by two generations: when the younger is full it becomes the older, and what was in the older
/// and was not asked for since is forgotten.
/// </summary>
/// <param name="make">Makes it; may run twice for one text.</param>
/// <param name="capacity">Texts in a generation.</param>
internal sealed class TextCache<T>(Func<string, T> make, int capacity = 512)
{
    /// <summary>Longer texts are made anew each time.</summary>
    private const int MaxLength = 16 * 1024;

    private readonly Lock _turning = new();
    private ConcurrentDictionary<string, T> _older = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, T> _younger = new(StringComparer.Ordinal);
    private int _count;

    public T Get(string text)
    {
        if (text.Length > MaxLength)
        {
            return make(text);
        }

        if (Volatile.Read(ref _younger).TryGetValue(text, out var known))
        {
            return known;
        }

        var found = Volatile.Read(ref _older).TryGetValue(text, out known) ? known : make(text);
        Keep(text, found);
        return found;
    }

    private void Keep(string text, T found)
    {
        lock (_turning)
        {
            if (_count == capacity)
            {
                Volatile.Write(ref _older, _younger);
                Volatile.Write(ref _younger, new(StringComparer.Ordinal));
                _count = 0;
            }

            if (_younger.TryAdd(text, found))
            {
                _count++;
            }
        }
    }
}
