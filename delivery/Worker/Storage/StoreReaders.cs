using System.Collections.Concurrent;

namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>A bounded set of reading connections. A read is one short snapshot: a long one would keep the WAL from being reset.</summary>
internal sealed class StoreReaders(EmbeddedStoreOptions options) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.MaxReaders, options.MaxReaders);
    private readonly ConcurrentBag<StoreConnection> _idle = [];

    public async ValueTask<T> ReadAsync<T>(Func<StoreConnection, T> read, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var connection = _idle.TryTake(out var idle) ? idle : StoreConnections.OpenReader(options);
            try
            {
                return read(connection);
            }
            finally
            {
                _idle.Add(connection);
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _slots.Dispose();
    }
}
