namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>What others do for a lane: the lane does not end while they are at it, and they begin nothing once it has ended. So the next lane of its name, which opens later, finds all that they did.</summary>
internal sealed class LaneVisits
{
    private readonly object _gate = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private bool _isClosed;

    /// <summary>False: the lane has ended. Otherwise <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            _inside += _isClosed ? 0 : 1;
            return !_isClosed;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _inside--;
            EndIfOver();
        }
    }

    /// <summary>Lets nobody in any more; ends when the last has left.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            EndIfOver();
        }

        return _over.Task;
    }

    private void EndIfOver()
    {
        if (_isClosed && _inside == 0)
        {
            _over.TrySetResult();
        }
    }
}
