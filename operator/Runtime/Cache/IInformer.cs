using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>An informer of whatever kind, as those see it who run it and watch over it.</summary>
public interface IInformer
{
    ApiResource Resource { get; }

    /// <summary>What metrics, probes and logs call it.</summary>
    string Name { get; }

    /// <inheritdoc cref="Informer{T}.HasSynced"/>
    bool HasSynced { get; }

    /// <summary>How fresh it is.</summary>
    CachePulse Pulse { get; }

    /// <inheritdoc cref="Informer{T}.WaitForSyncAsync"/>
    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="Informer{T}.RunAsync"/>
    Task RunAsync(CancellationToken cancellationToken);
}
