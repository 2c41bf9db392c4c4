using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>
/// Keeps the log within its age and size, whoever has read it: the bound is what protects the disk. What a lane had not committed is counted and logged.
/// It looks at the log by a timer, and at once when an append makes it too large; one step is under way at a time.
/// </summary>
internal sealed class Retention(EmbeddedStore store, LogMemory memory, MessageIds ids, LaneCursors cursors, LogWatch watch) : IDisposable
{
    private volatile EventLogSettings? _settings;
    private ITimer? _timer;
    private int _underWay;

    /// <summary>The bounds from now on. Before the first call nothing is deleted.</summary>
    public void Configure(EventLogSettings settings) => _settings = settings;

    public void Start(TimeSpan interval) => _timer = watch.Time.CreateTimer(_ => Step(), null, interval, interval);

    /// <summary>Called after each append; costs a comparison as long as there is room.</summary>
    public void Appended()
    {
        if (memory.State.Bytes > _settings?.MaxBytes)
        {
            Step();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Step()
    {
        if (_settings is { } settings && Interlocked.Exchange(ref _underWay, 1) == 0)
        {
            store.Post(new RetentionWrite(memory, ids, settings, watch.Time.GetUtcNow().ToUnixTimeMilliseconds(), Done));
        }
    }

    private void Done(RetentionResult result)
    {
        Volatile.Write(ref _underWay, 0);
        if (result.Outcome.Status is WriteStatus.Full or WriteStatus.Failed)
        {
            watch.Logger.LogRetentionFailed(result.Outcome.Reason ?? "");
        }

        foreach (var (lane, next) in cursors.Snapshot())
        {
            var unread = result.After - Math.Max(next, result.Before);
            if (unread > 0)
            {
                watch.Metrics.ExpiredUnread(lane, unread);
                watch.Logger.LogExpiredUnread(lane, unread);
            }
        }

        watch.Metrics.Measured(memory.State.Extent, watch.Time.GetUtcNow());
        if (result.HasMore)
        {
            Step();
        }
    }
}
