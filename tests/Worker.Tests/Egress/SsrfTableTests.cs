using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Tests.Egress;

/// <summary>Every range that is refused by default, at both of its ends, in every notation that a URL may have it in, and by the answer of a name server.</summary>
public sealed class SsrfTableTests
{
    private static readonly string[] Ranges =
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32", "100.100.100.200/32",
        "::/128", "::1/128", "100::/64", "64:ff9b:1::/48", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        "fd00:ec2::254/128", "fd20:ce::254/128",
    ];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public static TheoryData<string> Addresses => [.. Ranges.SelectMany(EndsOf).Select(address => address.ToString()).Distinct()];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Address_InEveryNotationOfAUrl_IsRefusedAndNothingIsDialled(string address)
    {
        var resolver = new FixedResolver([IPAddress.Loopback]);
        foreach (var host in NotationsOf(IPAddress.Parse(address)))
        {
            var result = await SendAsync($"http://{host}:9/", resolver);
            Assert.True((result.Outcome, result.Error) == (Outcome.EgressDenied, SendError.EgressDenied), $"{host}: {result.Outcome} {result.Error} {result.Detail}");
        }

        // A literal leads to no lookup, so nothing was dialled either.
        Assert.Equal(0, resolver.Asked);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Address_ThatANameLeadsTo_IsRefused(string address)
    {
        foreach (var answer in WrappingsOf(IPAddress.Parse(address)))
        {
            var resolver = new FixedResolver([answer]);
            foreach (var host in new[] { "innocent.example.com", "innocent.example.com." })
            {
                var result = await SendAsync($"http://{host}:9/", resolver);
                Assert.True(result.Outcome == Outcome.EgressDenied, $"{host} at {answer}: {result.Outcome} {result.Detail}");
            }

            Assert.Equal(2, resolver.Asked);
        }
    }

    /// <summary>Letters and digits beyond ASCII that mean ASCII ones: no way around either.</summary>
    [Theory]
    [InlineData("http://１２７.０.０.１/")]
    [InlineData("http://①②⑦.⓪.⓪.①/")]
    [InlineData("http://127。0。0。1/")]
    [InlineData("http://１６９.２５４.１６９.２５４/")]
    [InlineData("http://%31%32%37.0.0.1/")]
    [InlineData("http://127.0.0.1%2f@169.254.169.254/")]
    [InlineData("http://example.com@127.0.0.1/")]
    [InlineData("http://example.com:80@[::1]/")]
    [InlineData("http:\\\\127.0.0.1\\")]
    public async Task Text_ThatMeansARefusedAddress_IsSentNowhere(string url)
    {
        // What such a text is looked up as, if it is, leads there: it is refused by its answer then.
        var result = await SendAsync(url, new FixedResolver([IPAddress.Loopback]));

        Assert.True(result.Outcome is Outcome.EgressDenied or Outcome.NotSendable, $"{result.Outcome} {result.Detail}");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST.")]
    [InlineData("anything.localhost")]
    public async Task Localhost_IsRefusedByItsAddress(string host) =>
        Assert.Equal(Outcome.EgressDenied, (await SendAsync($"http://{host}:9/", new FixedResolver([IPAddress.IPv6Loopback, IPAddress.Loopback]))).Outcome);

    private static IEnumerable<IPAddress> EndsOf(string range)
    {
        var network = IPNetwork.Parse(range);
        var last = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < last.Length * 8; bit++)
        {
            last[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return [network.BaseAddress, new IPAddress(last)];
    }

    private static IEnumerable<string> NotationsOf(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return [$"[{address}]", $"[{string.Join(':', Enumerable.Range(0, 8).Select(index => Convert.ToHexString(address.GetAddressBytes(), index * 2, 2)))}]"];
        }

        var bytes = address.GetAddressBytes();
        var number = (uint)((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]);
        return
        [
            address.ToString(),
            $"{address}.",
            number.ToString(CultureInfo.InvariantCulture),
            $"0x{number:x8}",
            $"0{Convert.ToString(number, 8)}",
            string.Join('.', bytes.Select(value => $"0x{value:x}")),
            string.Join('.', bytes.Select(value => $"0{Convert.ToString(value, 8)}")),
            $"{bytes[0]}.{number & 0xFFFFFF}",
            $"{bytes[0]}.{bytes[1]}.{number & 0xFFFF}",
            $"0x{bytes[0]:x}.{bytes[1]}.0{Convert.ToString(bytes[2], 8)}.{bytes[3]}",
            .. WrappingsOf(address).Where(wrapped => wrapped.AddressFamily == AddressFamily.InterNetworkV6).Select(wrapped => $"[{wrapped}]"),
        ];
    }

    /// <summary>The address itself, and every IPv6 address that carries it.</summary>
    private static IEnumerable<IPAddress> WrappingsOf(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return [address];
        }

        var text = Convert.ToHexString(address.GetAddressBytes()).Insert(4, ":");
        return [address, .. new[] { $"::ffff:{text}", $"::{text}", $"64:ff9b::{text}", $"2002:{text}::1" }.Select(IPAddress.Parse)];
    }

    private static async Task<SendResult> SendAsync(string url, INameResolver resolver)
    {
        var options = new EgressOptions();
        var policy = new EgressPolicy(options, "shop");
        using var transport = new DestinationTransport(policy, new EgressConnector(policy, options, resolver, TimeProvider.System));
        var sender = new WebhookSender(transport, new SenderSettings { Timeout = TimeSpan.FromSeconds(60) }, TimeProvider.System, new Random(1));
        return await sender.SendOnceAsync(new WebhookRequest { WebhookId = "msg_1", Target = new WebhookTarget { Method = "POST", Url = url } }, Ending);
    }

    private sealed class FixedResolver(IReadOnlyList<IPAddress> answer) : INameResolver
    {
        public int Asked { get; private set; }

        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            Asked++;
            return ValueTask.FromResult(answer);
        }
    }
}
