using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>Appends that wait for the next group. However many there are, they are one <see cref="AppendWrite"/> of it, and so share blocks.</summary>
internal sealed class AppendQueue(long maxBytes, Action<AppendQueue> post)
{
    /// <summary>What one group takes at most: it bounds how long a small append can wait behind large ones.</summary>
    private const long GroupBytes = 4 << 20;

    private readonly Lock _gate = new();

    /// <summary>Guarded by _gate, as are the two fields below it.</summary>
    private readonly Queue<PendingAppend> _queued = [];
    private long _bytes;
    private bool _posted;

    public Task<AppendResult> Add(EventBatch batch)
    {
        var append = new PendingAppend(batch);
        lock (_gate)
        {
            if (_bytes > 0 && _bytes + batch.Bytes.Length > maxBytes)
            {
                return Task.FromResult(new AppendResult(new(WriteStatus.Busy, $"{_bytes} bytes of events wait for the disk, at most {maxBytes}"), []));
            }

            _queued.Enqueue(append);
            _bytes += batch.Bytes.Length;
            if (_posted)
            {
                return append.Result;
            }

            _posted = true;
        }

        post(this);
        return append.Result;
    }

    /// <summary>The appends of this group, in order. What does not fit is posted for the next one.</summary>
    public List<PendingAppend> Take()
    {
        var taken = new List<PendingAppend>();
        lock (_gate)
        {
            for (long size = 0; size < GroupBytes && _queued.TryDequeue(out var append);)
            {
                size += append.Batch.Bytes.Length;
                taken.Add(append);
            }

            _bytes -= taken.Sum(append => (long)append.Batch.Bytes.Length);
            _posted = _queued.Count > 0;
            if (!_posted)
            {
                return taken;
            }
        }

        post(this);
        return taken;
    }
}
