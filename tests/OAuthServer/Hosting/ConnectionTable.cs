using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace ExtensibleWebhooks.OAuthServer.Hosting;

/// <summary>The open connections, so that none outlives a change of how TLS is done.</summary>
internal sealed class ConnectionTable
{
    private readonly ConcurrentDictionary<ConnectionContext, bool> _open = new();

    public async Task TrackAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _open[connection] = true;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    }

    public void AbortAll()
    {
        foreach (var connection in _open.Keys)
        {
            connection.Abort();
        }
    }
}
