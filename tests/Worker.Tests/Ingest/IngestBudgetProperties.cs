using System.IO.Compression;
using System.Text;
using CsCheck;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Ingest;
using ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

namespace ExtensibleWebhooks.Worker.Tests.Ingest;

/// <summary>However requests end, side by side, what they held is given back.</summary>
public sealed class IngestBudgetProperties
{
    private const int Rounds = 30;

    private static readonly byte[] Batch = Encoding.UTF8.GetBytes($$"""{"batch":[{"type":"page","userId":"{{new string('u', 5_000)}}"}]}""");

    private enum End
    {
        Accepted,
        AcceptedGzip,
        AcceptedInPieces,
        UnknownKey,
        Malformed,
        MalformedGzip,
        TooLargeAnnounced,
        TooLarge,
        TooLargeGzip,
        OtherEncoding,
        Reset,
        ResetGzip,
        Closed,
        Silent,
        Dripping,
    }

    [Fact]
    public async Task Budget_AfterAnyMixOfEnds_IsWhole()
    {
        await using var harness = await EmbeddedHarness.OpenAsync();
        await using var server = new IngestServer(harness.Log, harness.Time);
        await server.StartAsync();
        server.Configure(new IngestSettings { WriteKey = IngestServer.WriteKey, MaxBatchBytes = 20_000 });
        var largest = 0L;

        await Gen.Enum<End>().Array[1, 12].SampleAsync(
            async ends =>
            {
                var senders = await Task.WhenAll(ends.Select(end => BeginAsync(server, end)));
                largest = Math.Max(largest, server.Budget.Held);

                // The time of those that drip, or send nothing, is up in one of the steps, whenever they begin to be read.
                await Eventually.TrueAsync(
                    () =>
                    {
                        harness.Time.Advance(BodyReader.LongestTime);
                        return server.Budget.Held == 0;
                    },
                    $"the budget is whole after {string.Join(", ", ends)}",
                    TestContext.Current.CancellationToken);
                foreach (var sender in senders)
                {
                    sender.Dispose();
                }
            },
            iter: Rounds,
            threads: 1);

        Assert.True(largest > 0, "no request was seen while it held something");
    }

    private static async Task<RawSender> BeginAsync(IngestServer server, End end)
    {
        var half = Batch.AsMemory(0, Batch.Length / 2);
        var packed = Gzip(Batch);
        return end switch
        {
            End.Accepted => await SendAsync(Length(Batch.Length), Batch),
            End.AcceptedGzip => await SendAsync(Length(packed.Length) + "Content-Encoding: gzip\r\n", packed),
            End.AcceptedInPieces => await SendAsync(Length(Batch.Length), half, Batch.AsMemory(half.Length)),
            End.UnknownKey => await SendAsync(Length(Batch.Length), Batch),
            End.Malformed => await SendAsync(Length(half.Length), half),
            End.MalformedGzip => await SendAsync(Length(Batch.Length) + "Content-Encoding: gzip\r\n", Batch),
            End.TooLargeAnnounced => await SendAsync(Length(30_000), Batch),
            End.TooLarge => await SendAsync("Transfer-Encoding: chunked\r\n", "7530\r\n"u8.ToArray(), new byte[30_000]),
            End.TooLargeGzip => await SendAsync(Length(Gzip(new byte[30_000]).Length) + "Content-Encoding: gzip\r\n", Gzip(new byte[30_000])),
            End.OtherEncoding => await SendAsync(Length(Batch.Length) + "Content-Encoding: br\r\n", Batch),
            End.Reset => await ResetAsync(Length(Batch.Length), half),
            End.ResetGzip => await ResetAsync(Length(packed.Length) + "Content-Encoding: gzip\r\n", packed.AsMemory(0, packed.Length / 2)),
            End.Closed => await CloseAsync(Length(Batch.Length), half),
            End.Silent => await SendAsync(Length(Batch.Length)),
            _ => await SendAsync(Length(Batch.Length), half),
        };

        async Task<RawSender> ResetAsync(string headers, ReadOnlyMemory<byte> bytes)
        {
            var sender = await SendAsync(headers, bytes);
            sender.Reset();
            return sender;
        }

        async Task<RawSender> CloseAsync(string headers, ReadOnlyMemory<byte> bytes)
        {
            var sender = await SendAsync(headers, bytes);
            sender.EndSending();
            return sender;
        }

        async Task<RawSender> SendAsync(string headers, params ReadOnlyMemory<byte>[] pieces)
        {
            var sender = await RawSender.BeginAsync(server.Address, headers, end == End.UnknownKey ? "another:" : IngestServer.WriteKey + ":");
            foreach (var piece in pieces)
            {
                await sender.SendAsync(piece);
            }

            return sender;
        }
    }

    private static string Length(int bytes) => $"Content-Length: {bytes}\r\n";

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
