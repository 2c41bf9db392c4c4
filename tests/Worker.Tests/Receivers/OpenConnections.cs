using System.Net.NetworkInformation;
using Microsoft.AspNetCore.Connections;

namespace ExtensibleWebhooks.Worker.Tests.Receivers;

/// <summary>The connections of a receiver: whether anything that came over one is still being answered, or not even read.</summary>
internal sealed class OpenConnections
{
    private int _count;

    public async Task CountAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        Interlocked.Increment(ref _count);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Neither the server has one, nor the kernel one that the server has not accepted yet.</summary>
    public bool IsNone(int port) => Volatile.Read(ref _count) == 0 && !IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Any(
        connection => connection.LocalEndPoint.Port == port && connection.State is TcpState.Established or TcpState.CloseWait);
}
