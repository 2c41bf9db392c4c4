namespace ExtensibleWebhooks.OAuthServer.Faults;

/// <summary>Which fault the next requests to an endpoint meet. Of each request one is taken, in the order of their coming.</summary>
public sealed class FaultSwitch
{
    private readonly Lock _lock = new();
    private readonly Queue<(Fault Fault, string? Grant)> _next = new();
    private TaskCompletionSource _released = NewRelease();
    private Fault _always;

    /// <summary>Requests that wait for <see cref="Release"/> now.</summary>
    public int Holding { get; private set; }

    /// <summary>Every request that no <see cref="Next"/> is left for, until it is set to something else.</summary>
    public void Always(Fault fault)
    {
        lock (_lock)
        {
            _always = fault;
        }
    }

    /// <summary>One more request.</summary>
    /// <param name="fault">What it meets.</param>
    /// <param name="grant">Only a request of this grant_type is meant, and others pass by it; null: any.</param>
    public void Next(Fault fault, string? grant = null)
    {
        lock (_lock)
        {
            _next.Enqueue((fault, grant));
        }
    }

    /// <summary>As if no fault had been asked for; what is held goes on.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _next.Clear();
            _always = Fault.None;
        }

        Release();
    }

    /// <summary>Lets the requests go on that are held now.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _released.SetResult();
            _released = NewRelease();
        }
    }

    internal Fault Take(string? grant)
    {
        lock (_lock)
        {
            var isMeant = _next.TryPeek(out var next) && (next.Grant is null || next.Grant == grant);
            return isMeant ? _next.Dequeue().Fault : _always;
        }
    }

    internal async Task HoldAsync(CancellationToken cancellationToken)
    {
        Task released;
        lock (_lock)
        {
            released = _released.Task;
            Holding++;
        }

        try
        {
            await released.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                Holding--;
            }
        }
    }

    private static TaskCompletionSource NewRelease() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
