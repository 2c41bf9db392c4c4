using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>One kind in one scope, as a reflector needs it. Both throw <see cref="KubeApiException"/>, and I/O exceptions when the connection dies.</summary>
internal interface IListWatch<T>
    where T : class
{
    /// <summary>What there is now: the latest, not some server's older view.</summary>
    Task<ListResult<T>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What happened since; ends when the server closes the watch.</summary>
    /// <param name="timeout">How long the server is asked to keep it open.</param>
    /// <param name="onBytes">Called whenever anything arrived, the answer's headers included.</param>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync(string resourceVersion, TimeSpan timeout, Action onBytes, CancellationToken cancellationToken);
}
