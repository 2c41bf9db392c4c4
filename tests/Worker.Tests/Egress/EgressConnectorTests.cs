using System.Net;
using System.Net.Sockets;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Egress;

public sealed class EgressConnectorTests : IAsyncLifetime
{
    private static readonly IPAddress Metadata = IPAddress.Parse("169.254.169.254");

    private readonly ScriptedResolver _resolver = new();
    private Receiver? _receiver;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private Receiver Receiver => _receiver ?? throw new InvalidOperationException("Not started.");

    private int Port => new Uri(Receiver.Url).Port;

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async ValueTask DisposeAsync() => await Receiver.DisposeAsync();

    [Fact]
    public async Task NameThatChangesBetweenLookups_IsLookedUpOnce()
    {
        _resolver.Answers.Enqueue([IPAddress.Loopback]);
        _resolver.Answers.Enqueue([Metadata]);

        var result = await SendAsync(new EgressOptions { AllowLoopback = true }, "rebind.example.com");

        Assert.Equal(Outcome.Delivered, result.Outcome);
        Assert.Equal(1, _resolver.Asked);
    }

    /// <summary>No connection lives for longer than two minutes, and the next one does not go by the last one's answer.</summary>
    [Fact]
    public async Task NewConnection_IsLookedUpAndCheckedAnew_AndOldOnesEnd()
    {
        _resolver.Answers.Enqueue([IPAddress.Loopback]);
        _resolver.Answers.Enqueue([Metadata]);
        Receiver.Answer = (_, response) =>
        {
            response.Headers.Connection = "close";
            return Task.CompletedTask;
        };
        var options = new EgressOptions { AllowLoopback = true };
        var policy = new EgressPolicy(options, "shop");
        var connector = new EgressConnector(policy, options, _resolver, TimeProvider.System);
        using var handler = GuardedHandler.Create(connector, TlsIdentity.Public);
        using var transport = new DestinationTransport(policy, connector);

        var first = await SendAsync(transport, "moves.example.com", Port);
        var second = await SendAsync(transport, "moves.example.com", Port);

        Assert.Equal((Outcome.Delivered, Outcome.EgressDenied, 2), (first.Outcome, second.Outcome, _resolver.Asked));
        Assert.InRange(handler.PooledConnectionLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Name_AtAForbiddenAddress_IsDenied()
    {
        _resolver.Answers.Enqueue([Metadata]);

        var result = await SendAsync(new EgressOptions { AllowLoopback = true }, "metadata.example.com");

        Assert.Equal((Outcome.EgressDenied, SendError.EgressDenied), (result.Outcome, result.Error));
        Assert.Contains("169.254.169.254", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_AtSeveralAddresses_IsDialledAtThoseThatAreAllowed()
    {
        _resolver.Answers.Enqueue([Metadata, IPAddress.Loopback]);

        Assert.Equal(Outcome.Delivered, (await SendAsync(new EgressOptions { AllowLoopback = true }, "mixed.example.com")).Outcome);
    }

    [Fact]
    public async Task Name_WithADeadAddressFirst_IsReachedAtTheNext()
    {
        // Nothing listens at 127.0.0.2, and it is refused at once; a silent address would cost the attempt delay.
        _resolver.Answers.Enqueue([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback]);

        Assert.Equal(Outcome.Delivered, (await SendAsync(new EgressOptions { AllowLoopback = true }, "two.example.com")).Outcome);
    }

    [Fact]
    public async Task Override_LeadsToItsEndpointWithoutALookup()
    {
        var options = new EgressOptions { HostOverrides = new Dictionary<string, IPEndPoint> { ["echo"] = new(IPAddress.Loopback, Port) } };

        var result = await SendAsync(options, "ECHO", 8081);

        Assert.Equal((Outcome.Delivered, 0), (result.Outcome, _resolver.Asked));
        Assert.Equal("echo:8081", Assert.Single(Receiver.Requests).Headers["Host"]);
    }

    [Fact]
    public async Task Name_WithoutAnAddress_IsANameError()
    {
        _resolver.Answers.Enqueue([]);

        var result = await SendAsync(new EgressOptions(), "nowhere.example.com");

        Assert.Equal((Outcome.Retry, SendError.NameResolution), (result.Outcome, result.Error));
    }

    /// <summary>What the node's search list, or whoever owns a domain that is named like the namespace, says of a short name.</summary>
    [Theory]
    [InlineData("ip-10-0-3-7")]
    [InlineData("evil.shop")]
    [InlineData("evil.shop.")]
    [InlineData("evil.")]
    [InlineData("evil.shop.svc.")]
    public async Task ShortName_ThatIsNoServiceOfTheNamespace_IsDenied(string host)
    {
        var resolver = new NamedResolver { [host] = "10.0.3.7" };

        var result = await SendAsync(new EgressOptions(), host, resolver: resolver);

        Assert.Equal((Outcome.EgressDenied, SendError.EgressDenied), (result.Outcome, result.Error));
        Assert.Contains("10.0.3.7", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("ECHO.Shop")]
    [InlineData("echo.shop.svc")]
    [InlineData("echo.shop.svc.cluster.local")]
    [InlineData("echo.shop.svc.cluster.local.")]
    public async Task ServiceOfTheNamespace_ByAnyOfItsNames_IsDialled(string host)
    {
        // Whatever the network makes of a private address that this machine does not have, it was dialled. The time is for a network that swallows the attempt.
        var resolver = new NamedResolver { [host.ToLowerInvariant()] = "10.255.255.1", ["echo.shop.svc"] = "10.255.255.1" };

        var result = await SendAsync(new EgressOptions(), host, 1, resolver, TimeSpan.FromSeconds(1));

        Assert.True(result.Outcome != Outcome.EgressDenied && result.Error is not (SendError.EgressDenied or SendError.NameResolution), $"{result.Error}: {result.Detail}");
    }

    [Fact]
    public async Task ShortName_OfWhichTheServiceIsAtAForbiddenAddress_IsDenied()
    {
        var resolver = new NamedResolver { ["echo"] = "10.0.3.7", ["echo.shop.svc"] = "169.254.169.254" };

        var result = await SendAsync(new EgressOptions(), "echo", resolver: resolver);

        Assert.Equal((Outcome.EgressDenied, SendError.EgressDenied), (result.Outcome, result.Error));
    }

    [Fact]
    public async Task ShortName_WhoseServiceCannotBeLookedUpNow_IsTriedAgain()
    {
        var resolver = new NamedResolver { ["echo"] = "10.0.3.7" };
        resolver.Missing = SocketError.TryAgain;

        var result = await SendAsync(new EgressOptions(), "echo", resolver: resolver);

        Assert.Equal(Outcome.Retry, result.Outcome);
    }

    private async Task<SendResult> SendAsync(EgressOptions options, string host, int? port = null, INameResolver? resolver = null, TimeSpan? timeout = null)
    {
        var policy = new EgressPolicy(options, "shop");
        using var transport = new DestinationTransport(policy, new EgressConnector(policy, options, resolver ?? _resolver, TimeProvider.System));
        return await SendAsync(transport, host, port ?? Port, timeout);
    }

    private static async Task<SendResult> SendAsync(DestinationTransport transport, string host, int port, TimeSpan? timeout = null)
    {
        var sender = new WebhookSender(transport, new SenderSettings { Timeout = timeout ?? TimeSpan.FromSeconds(30) }, TimeProvider.System, new Random(1));
        var target = new WebhookTarget { Method = "POST", Url = $"http://{host}:{port}/" };
        return await sender.SendOnceAsync(new WebhookRequest { WebhookId = "msg_1", Target = target }, Ending);
    }

    private sealed class ScriptedResolver : INameResolver
    {
        public Queue<IReadOnlyList<IPAddress>> Answers { get; } = new();

        public int Asked { get; private set; }

        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            Asked++;
            return ValueTask.FromResult(Answers.Dequeue());
        }
    }

    /// <summary>A name server with these names, and no others.</summary>
    private sealed class NamedResolver : Dictionary<string, string>, INameResolver
    {
        public SocketError Missing { get; set; } = SocketError.HostNotFound;

        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
            TryGetValue(host, out var address) ? ValueTask.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Parse(address)]) : throw new SocketException((int)Missing);
    }
}
