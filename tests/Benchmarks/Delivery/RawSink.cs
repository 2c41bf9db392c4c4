using System.Net;
using System.Net.Sockets;

namespace ExtensibleWebhooks.Benchmarks.Delivery;

/// <summary>The cheapest receiver there is: it finds the end of each request by Content-Length and answers 200 without looking at it, so that a figure is the sender's.</summary>
internal sealed class RawSink : IDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private long _count;

    public RawSink()
    {
        _listener.Start(1024);
        _ = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/orders";

    /// <summary>Requests answered.</summary>
    public long Count => Volatile.Read(ref _count);

    public void Dispose() => _listener.Dispose();

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        var length = 0;
        for (var index = at + "Content-Length: ".Length; at >= 0 && index < head.Length && head[index] is >= (byte)'0' and <= (byte)'9'; index++)
        {
            length = (length * 10) + head[index] - '0';
        }

        return length;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                socket.NoDelay = true;
                _ = ServeAsync(socket);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            var buffer = new byte[256 << 10];
            var filled = 0;
            try
            {
                while (true)
                {
                    var read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None);
                    if (read == 0)
                    {
                        return;
                    }

                    filled += read;
                    for (var size = SizeOf(buffer.AsSpan(0, filled)); size > 0 && size <= filled; size = SizeOf(buffer.AsSpan(0, filled)))
                    {
                        buffer.AsSpan(size, filled - size).CopyTo(buffer);
                        filled -= size;
                        Interlocked.Increment(ref _count);
                        await socket.SendAsync(Answer, SocketFlags.None);
                    }
                }
            }
            catch (SocketException)
            {
                // The sender closed its pool.
            }
        }
    }

    /// <summary>Bytes of the first request; 0 while its head is not complete.</summary>
    private static int SizeOf(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        return end < 0 ? 0 : end + 4 + LengthOf(bytes[..end]);
    }
}
