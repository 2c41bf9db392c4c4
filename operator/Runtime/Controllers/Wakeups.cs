using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Queue;

namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>
/// The way into a controller's queue: shut while another replica leads, so that nothing piles up here that nobody works off; when it opens, every entity gets a look.
/// </summary>
/// <param name="queue">Where the keys go.</param>
/// <param name="all">The keys of all entities in the cache.</param>
internal sealed class Wakeups(WorkQueue<NamespacedName> queue, Func<IEnumerable<NamespacedName>> all)
{
    private bool _isOpen;

    public WorkQueue<NamespacedName> Queue { get; } = queue;

    public bool IsOpen => Volatile.Read(ref _isOpen);

    public void Open()
    {
        // First open, then look: what changes in between comes twice and is still one key.
        Volatile.Write(ref _isOpen, true);
        foreach (var key in all())
        {
            Queue.Add(key, QueueBand.Background);
        }
    }

    public void Add(NamespacedName key, QueueBand band)
    {
        if (IsOpen)
        {
            Queue.Add(key, band);
        }
    }
}
