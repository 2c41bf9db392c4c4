using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Tests.Zoo;

/// <summary>Receivers that are broken or mean: each has its outcome, ends within the timeout, and costs a bounded amount of memory.</summary>
public sealed class HostileReceiverTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly DestinationTransport _transport;

    public HostileReceiverTests()
    {
        var options = new EgressOptions { AllowLoopback = true };
        var policy = new EgressPolicy(options, "shop");
        _transport = new DestinationTransport(policy, new EgressConnector(policy, options, new SystemNameResolver(), TimeProvider.System));
    }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _transport.Dispose();

    /// <summary>What is written before the connection closes, and what comes of it.</summary>
    public static TheoryData<string, string, string> Answers => new()
    {
        { "", "Retry", "Reset" },
        { "HTTP/1.1 200 OK\r\nContent-Le", "Retry", "Reset" },
        { "SSH-2.0-OpenSSH_9.2\r\n\r\n", "Retry", "Protocol" },
        { "HTTP/9.9 200 OK\r\n\r\n", "Retry", "Protocol" },
        { "HTTP/1.1 9999 Hm\r\n\r\n", "Retry", "Protocol" },
        { "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "Retry", "Protocol" },

        // The status line is the answer: what is wrong with the body changes nothing.
        { "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "Delivered", "None" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort", "Delivered", "None" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno chunk\r\n", "Delivered", "None" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", "Delivered", "None" },
        { "HTTP/1.1 400 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\nzz", "Rejected", "None" },
        { "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nno gzip", "Delivered", "None" },
        { "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/meta-data/\r\nContent-Length: 0\r\n\r\n", "RedirectRefused", "None" },
        { "HTTP/1.1 308 Moved\r\nLocation: http://[::ffff:169.254.169.254]/\r\nContent-Length: 0\r\n\r\n", "RedirectRefused", "None" },
        { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n" + Ok, "Delivered", "None" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_HasItsOutcome(string answer, string outcome, string error)
    {
        await using var receiver = RawReceiver.Answering(answer);

        var result = await SendAsync(receiver, Long);

        Assert.Equal((outcome, error), (result.Outcome.ToString(), result.Error.ToString()));
        Assert.Equal(1, receiver.Connections);
    }

    [Fact]
    public async Task SlowHeaders_EndAtTheTimeout()
    {
        await using var receiver = RawReceiver.Start((stream, ending) => DripAsync(stream, "HTTP/1.1 200 OK\r\n"u8.ToArray(), "X-Drip: 1\r\n"u8.ToArray(), ending));

        var result = await SendAsync(receiver, Short);

        Assert.Equal((Outcome.Retry, SendError.Timeout), (result.Outcome, result.Error));
        AssertWithin(result);
    }

    [Theory]
    [InlineData("200 OK", "Delivered")]
    [InlineData("500 No", "Retry")]
    public async Task DrippingBody_EndsAtTheTimeout_AndTheStatusCounts(string status, string outcome)
    {
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 1000000\r\n\r\n");
        await using var receiver = RawReceiver.Start((stream, ending) => DripAsync(stream, head, "x"u8.ToArray(), ending));

        var result = await SendAsync(receiver, Short);

        Assert.Equal((outcome, SendError.None), (result.Outcome.ToString(), result.Error));
        AssertWithin(result);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Encoding: gzip\r\n")]
    public async Task EndlessBody_IsCutAtItsBound(string header)
    {
        var sent = 0L;
        await using var receiver = RawReceiver.Start(async (stream, ending) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 400 No\r\n{header}\r\n"), ending);
            var block = Bomb();
            while (!ending.IsCancellationRequested)
            {
                await stream.WriteAsync(block, ending);
                Interlocked.Add(ref sent, block.Length);
            }
        });

        var result = await SendAsync(receiver, Long);

        // What is compressed stays so: nothing grows in memory. The socket's buffers take some more than is read.
        Assert.Equal(Outcome.Rejected, result.Outcome);
        Assert.True(result.Body?.Length <= SendLimits.KeptBodyBytes);
        Assert.InRange(Interlocked.Read(ref sent), 0, 64 << 20);
    }

    [Fact]
    public async Task MegabyteOfHeaders_IsAProtocolError()
    {
        var line = Encoding.ASCII.GetBytes($"X-{new string('a', 1000)}: {new string('b', 7000)}\r\n");
        await using var receiver = RawReceiver.Start(async (stream, ending) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), ending);
            for (var count = 0; count < 128; count++)
            {
                await stream.WriteAsync(line, ending);
            }
        });

        var result = await SendAsync(receiver, Long);

        Assert.Equal((Outcome.Retry, SendError.Protocol), (result.Outcome, result.Error));
    }

    [Fact]
    public async Task FloodOfInterimAnswers_EndsAtTheTimeout()
    {
        var interim = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 100)));
        await using var receiver = RawReceiver.Start(async (stream, ending) =>
        {
            while (!ending.IsCancellationRequested)
            {
                await stream.WriteAsync(interim, ending);
            }
        });

        var result = await SendAsync(receiver, Short);

        Assert.Equal(Outcome.Retry, result.Outcome);
        AssertWithin(result);
    }

    [Fact]
    public async Task ResetInTheMiddleOfTheHeaders_IsAReset()
    {
        await using var receiver = RawReceiver.Start(async (stream, ending) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-"u8.ToArray(), ending);
            stream.Socket.LingerState = new LingerOption(true, 0);
        });

        var result = await SendAsync(receiver, Long);

        Assert.Equal((Outcome.Retry, SendError.Reset), (result.Outcome, result.Error));
    }

    [Theory]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData("1e9", null)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", null)]
    [InlineData("5, 6", null)]
    [InlineData("120", 120.0)]
    public async Task RetryAfter_IsReadOrIgnored(string value, double? seconds)
    {
        await using var receiver = RawReceiver.Answering($"HTTP/1.1 429 No\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n");

        var result = await SendAsync(receiver, Long);

        Assert.Equal((Outcome.Retry, seconds), (result.Outcome, result.RetryAfter?.TotalSeconds));
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("99999999999999999999")]
    public async Task RetryAfter_OfTheYear9999_IsAWaitThatTheLaneBounds(string value)
    {
        await using var receiver = RawReceiver.Answering($"HTTP/1.1 503 No\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n");

        Assert.True((await SendAsync(receiver, Long)).RetryAfter > TimeSpan.FromDays(365 * 1000));
    }

    [Fact]
    public async Task PlainTextWhereTlsWasAsked_IsATlsError()
    {
        using var garbage = new TcpListener(IPAddress.Loopback, 0);
        garbage.Start();
        var answering = AnswerGarbageAsync(garbage);

        var result = await SendAsync($"https://{garbage.LocalEndpoint}/", Long);
        await answering;

        Assert.Equal((Outcome.Retry, SendError.Tls), (result.Outcome, result.Error));
    }

    private static async Task AnswerGarbageAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Ending);
        await client.GetStream().ReadExactlyAsync(new byte[5], Ending);
        await client.GetStream().WriteAsync("HTTP/1.1 400 This is no TLS\r\n\r\n"u8.ToArray(), Ending);
    }

    /// <summary>16 MB of zeros, compressed to some 70 KB.</summary>
    private static byte[] Bomb()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            var zeros = new byte[1 << 20];
            for (var count = 0; count < 16; count++)
            {
                gzip.Write(zeros);
            }
        }

        return compressed.ToArray();
    }

    private static async Task DripAsync(NetworkStream stream, byte[] head, byte[] drop, CancellationToken ending)
    {
        await stream.WriteAsync(head, ending);
        while (true)
        {
            await stream.WriteAsync(drop, ending);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ending);
        }
    }

    /// <summary>Long before a hang would be noticed, and with room for a busy machine.</summary>
    private static void AssertWithin(SendResult result) => Assert.InRange(result.Elapsed, TimeSpan.Zero, Short + TimeSpan.FromSeconds(20));

    private Task<SendResult> SendAsync(RawReceiver receiver, TimeSpan timeout) => SendAsync(receiver.Url, timeout);

    private async Task<SendResult> SendAsync(string url, TimeSpan timeout)
    {
        var sender = new WebhookSender(_transport, new SenderSettings { Timeout = timeout }, TimeProvider.System, new Random(1));
        var target = new WebhookTarget { Method = "POST", Url = url, ContentType = "application/json" };
        return await sender.SendOnceAsync(new WebhookRequest { WebhookId = "msg_1", Target = target, Body = "{}"u8.ToArray() }, Ending);
    }
}
