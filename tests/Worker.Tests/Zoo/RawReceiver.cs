using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExtensibleWebhooks.Worker.Tests.Zoo;

/// <summary>A receiver below HTTP: for each connection it reads a request's headers and body, and then does with the socket what it likes.</summary>
internal sealed class RawReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _behave;
    private readonly List<Task> _connections = [];
    private Task _accepting = Task.CompletedTask;

    private RawReceiver(Func<NetworkStream, CancellationToken, Task> behave) => _behave = behave;

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>Connections so far.</summary>
    public int Connections => _connections.Count;

    /// <param name="behave">What to do once a request is there; the connection closes afterwards. A broken pipe is no error.</param>
    public static RawReceiver Start(Func<NetworkStream, CancellationToken, Task> behave)
    {
        var receiver = new RawReceiver(behave);
        receiver._listener.Start();
        receiver._accepting = receiver.AcceptAsync();
        return receiver;
    }

    /// <summary>Writes this, and closes.</summary>
    public static RawReceiver Answering(string answer) => Start((stream, ending) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer), ending).AsTask());

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _ending.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                await ReadRequestAsync(stream);
                await _behave(stream, _ending.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // The sender has had enough.
            }
        }
    }

    /// <summary>Up to the empty line, and so much of a body as Content-Length says.</summary>
    private async Task ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var all = text.ToString();
            var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && all.Length >= end + 4 + LengthOf(all))
            {
                return;
            }

            var read = await stream.ReadAsync(buffer, _ending.Token);
            if (read == 0)
            {
                throw new IOException("closed");
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static int LengthOf(string request)
    {
        const string name = "Content-Length: ";
        var at = request.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(request.AsSpan(at + name.Length, request.AsSpan(at + name.Length).IndexOf('\r')));
    }
}
