using System.Net;
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

    private async Task<SendResult> SendAsync(EgressOptions options, string host, int? port = null)
    {
        var policy = new EgressPolicy(options, "shop");
        using var transport = new DestinationTransport(policy, new EgressConnector(policy, options, _resolver, TimeProvider.System));
        var sender = new WebhookSender(transport, new SenderSettings { Timeout = TimeSpan.FromSeconds(30) }, TimeProvider.System, new Random(1));
        var target = new WebhookTarget { Method = "POST", Url = $"http://{host}:{port ?? Port}/" };
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
}
