using ExtensibleWebhooks.Runtime.Queue;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Queue;

/// <summary>Adds up what a queue tells.</summary>
internal sealed class CountingObserver : IWorkQueueObserver
{
    public int Adds { get; private set; }

    public int Retries { get; private set; }

    public List<TimeSpan> Waited { get; } = [];

    public List<TimeSpan> Worked { get; } = [];

    public Dictionary<QueueBand, int> Depth { get; } = [];

    public void Added() => Adds++;

    public void Ready(QueueBand band, int count) => Depth[band] = count;

    public void Taken(TimeSpan waited) => Waited.Add(waited);

    public void Done(TimeSpan worked) => Worked.Add(worked);

    public void Retried() => Retries++;
}
