using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExtensibleWebhooks.Worker.Tests.Ingest;

/// <summary>A sender that decides about each byte: what it announces, what it sends, when, and how it goes.</summary>
internal sealed class RawSender : IDisposable
{
    private readonly Socket _socket;

    private RawSender(Socket socket) => _socket = socket;

    /// <summary>Connected, with the request's head sent.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="headers">Of the body: its length, or its encoding; each ends with CRLF.</param>
    /// <param name="user">Of the Authorization; null: none.</param>
    public static async Task<RawSender> BeginAsync(Uri server, string headers, string? user = IngestServer.WriteKey + ":")
    {
        var sender = new RawSender(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        await sender._socket.ConnectAsync(IPAddress.Loopback, server.Port, TestContext.Current.CancellationToken);
        var authorization = user is null ? "" : $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(user))}\r\n";
        await sender.SendAsync(Encoding.ASCII.GetBytes($"POST /v1/batch HTTP/1.1\r\nHost: worker\r\n{authorization}{headers}\r\n"));
        return sender;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, TestContext.Current.CancellationToken)..];
        }
    }

    /// <summary>Nothing more comes; an answer is still read.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The first bytes that the server says.</summary>
    public async Task<string> ReadAsync()
    {
        var bytes = new byte[1024];
        return Encoding.ASCII.GetString(bytes, 0, await _socket.ReceiveAsync(bytes, TestContext.Current.CancellationToken));
    }

    /// <summary>Gone at once, by a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();
}
