using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExtensibleWebhooks.Worker.Tests.Receivers;

/// <summary>An HTTP proxy for CONNECT on loopback: whatever host is asked for, the tunnel leads to that port of this machine.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentBag<Task> _tunnels = [];
    private Task _accepting = Task.CompletedTask;

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>Hosts and ports that were asked for, in turn.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_tunnels);
        _ending.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _tunnels.Add(TunnelAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task TunnelAsync(TcpClient client)
    {
        using (client)
        using (var target = new TcpClient())
        {
            try
            {
                var near = client.GetStream();
                var place = await ReadPlaceAsync(near);
                Asked.Enqueue(place);
                await target.ConnectAsync(IPAddress.Loopback, int.Parse(place.AsSpan(place.LastIndexOf(':') + 1)), _ending.Token);
                await near.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), _ending.Token);
                var far = target.GetStream();
                await Task.WhenAny(near.CopyToAsync(far, _ending.Token), far.CopyToAsync(near, _ending.Token));
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One of the two has gone.
            }
        }
    }

    /// <summary>"CONNECT host:port HTTP/1.1" and headers up to the empty line.</summary>
    private async Task<string> ReadPlaceAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, _ending.Token);
            head.Append((char)one[0]);
        }

        return head.ToString().Split(' ')[1];
    }
}
