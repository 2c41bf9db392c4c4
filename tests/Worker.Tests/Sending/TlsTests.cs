using System.Security.Cryptography.X509Certificates;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Support.Certificates;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ExtensibleWebhooks.Worker.Tests.Sending;

/// <summary>Against receivers with real TLS.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Host = "127.0.0.1";

    private readonly TestAuthority _authority = new("Right");
    private readonly TestAuthority _other = new("Other");
    private readonly DestinationTransport _transport;

    public TlsTests()
    {
        var options = new EgressOptions { AllowLoopback = true };
        var policy = new EgressPolicy(options, "shop");
        _transport = new DestinationTransport(policy, new EgressConnector(policy, options, new SystemNameResolver(), TimeProvider.System));
    }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _transport.Dispose();
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Certificate_OfTheRightAuthority_IsTrusted_AndHttp2IsSpoken()
    {
        await using var receiver = await StartAsync(_authority.Issue(Host));

        var result = await SendAsync(receiver, Trusting(_authority));

        Assert.Equal((Outcome.Delivered, "HTTP/2"), (result.Outcome, Assert.Single(receiver.Requests).Protocol));
    }

    [Fact]
    public async Task Certificate_OfAPrivateAuthority_IsNotTrustedByDefault()
    {
        await using var receiver = await StartAsync(_authority.Issue(Host));

        await AssertRefusedAsync(receiver, TlsIdentity.Public);
    }

    [Fact]
    public async Task Certificate_OfAnUnknownAuthority_IsRefused()
    {
        await using var receiver = await StartAsync(_other.Issue(Host));

        await AssertRefusedAsync(receiver, Trusting(_authority));
    }

    [Fact]
    public async Task Certificate_ThatExpired_IsRefused()
    {
        await using var receiver = await StartAsync(_authority.Issue(Host, isExpired: true));

        await AssertRefusedAsync(receiver, Trusting(_authority));
    }

    [Fact]
    public async Task Certificate_OfAnotherHost_IsRefused()
    {
        await using var receiver = await StartAsync(_authority.Issue("api.example.com"));

        await AssertRefusedAsync(receiver, Trusting(_authority));
    }

    [Fact]
    public async Task Certificate_ThatVouchesForItself_IsRefused_UnlessItIsTheAuthority()
    {
        using var certificate = TestAuthority.SelfSigned(Host);
        await using var receiver = await StartAsync(certificate);

        await AssertRefusedAsync(receiver, TlsIdentity.Public);
        await AssertRefusedAsync(receiver, Trusting(_authority));
        Assert.Equal(Outcome.Delivered, (await SendAsync(receiver, IdentityOf(certificate.ExportCertificatePem(), null))).Outcome);
    }

    [Fact]
    public async Task Certificate_ThatNamesAPlaceOfItsIssuer_MakesNoRequestToIt()
    {
        await using var place = await Receiver.StartAsync();
        await using var receiver = await StartAsync(_other.Issue(Host, issuerUrl: place.Url + "/issuer.crt"));

        // The receiver looks for its own issuer when it starts.
        place.Requests.Clear();
        await AssertRefusedAsync(receiver, TlsIdentity.Public);
        await AssertRefusedAsync(receiver, Trusting(_authority));

        Assert.Empty(place.Requests);
    }

    [Fact]
    public async Task ClientCertificate_IsShownToAReceiverThatAsksForIt()
    {
        using var certificate = _authority.Issue("worker");
        var thumbprints = new List<string>();
        await using var receiver = await StartMutualAsync(_authority.Issue(Host), thumbprints);

        var result = await SendAsync(receiver, IdentityOf(_authority.Pem, PemOf(certificate)));

        Assert.Equal((Outcome.Delivered, certificate.Thumbprint), (result.Outcome, Assert.Single(thumbprints)));
    }

    [Fact]
    public async Task ClientCertificate_ThatIsAskedForAndNotThere_FailsTheTry()
    {
        await using var receiver = await StartMutualAsync(_authority.Issue(Host), []);

        var result = await SendAsync(receiver, Trusting(_authority));

        // TLS 1.3 tells a client of its refusal after its side of the handshake.
        Assert.Equal(Outcome.Retry, result.Outcome);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task OtherIdentity_GetsConnectionsOfItsOwn()
    {
        using var first = _authority.Issue("first");
        using var second = _authority.Issue("second");
        var thumbprints = new List<string>();
        await using var receiver = await StartMutualAsync(_authority.Issue(Host), thumbprints);

        foreach (var certificate in new[] { first, first, second, first })
        {
            Assert.Equal(Outcome.Delivered, (await SendAsync(receiver, IdentityOf(_authority.Pem, PemOf(certificate)))).Outcome);
        }

        // Two with the same identity share a connection; and an old one is never used again.
        Assert.Equal([first.Thumbprint, second.Thumbprint, first.Thumbprint], thumbprints);
    }

    [Fact]
    public async Task Rotation_DuringARequest_LetsItEnd()
    {
        await using var receiver = await StartAsync(_authority.Issue(Host));
        var isIn = new TaskCompletionSource();
        var mayGo = new TaskCompletionSource();
        receiver.Answer = async (_, _) =>
        {
            isIn.SetResult();
            await mayGo.Task;
        };

        var sending = SendAsync(receiver, Trusting(_authority));
        await isIn.Task.WaitAsync(Ending);
        _transport.Use(Trusting(_other));
        mayGo.SetResult();

        Assert.Equal(Outcome.Delivered, (await sending).Outcome);
        Assert.Equal(SendError.Tls, (await SendAsync(receiver, Trusting(_other))).Error);
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("no PEM", null, null)]
    [InlineData(null, "no PEM", "no PEM")]
    public void Text_ThatIsNoPem_MakesNoIdentity_AndIsNotInTheReason(string? authorities, string? certificate, string? key)
    {
        Assert.Null(TlsIdentity.Create(authorities, certificate is null || key is null ? null : (certificate, key), out var problem));

        Assert.DoesNotContain("no PEM", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_OfAnotherCertificate_MakesNoIdentity()
    {
        using var one = _authority.Issue("one");
        using var two = _authority.Issue("two");

        Assert.Null(TlsIdentity.Create(null, (PemOf(one).Certificate, PemOf(two).Key), out var problem));
        Assert.NotNull(problem);
    }

    private static (string Certificate, string Key) PemOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new InvalidOperationException("no key");
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static TlsIdentity Trusting(TestAuthority authority) => IdentityOf(authority.Pem, null);

    private static TlsIdentity IdentityOf(string? authorities, (string, string)? client) =>
        TlsIdentity.Create(authorities, client, out var problem) ?? throw new InvalidOperationException(problem);

    private static Task<Receiver> StartAsync(X509Certificate2 certificate) => Receiver.StartAsync(https: new HttpsConnectionAdapterOptions { ServerCertificate = certificate });

    /// <param name="certificate">The receiver's.</param>
    /// <param name="thumbprints">Of the clients, one for each connection.</param>
    private static Task<Receiver> StartMutualAsync(X509Certificate2 certificate, List<string> thumbprints) => Receiver.StartAsync(https: new HttpsConnectionAdapterOptions
    {
        ServerCertificate = certificate,
        ClientCertificateMode = ClientCertificateMode.RequireCertificate,
        ClientCertificateValidation = (shown, _, _) =>
        {
            thumbprints.Add(shown.Thumbprint);
            return true;
        },
    });

    private async Task AssertRefusedAsync(Receiver receiver, TlsIdentity identity)
    {
        var result = await SendAsync(receiver, identity);
        Assert.Equal((Outcome.Retry, SendError.Tls), (result.Outcome, result.Error));
        Assert.Empty(receiver.Requests);
    }

    private async Task<SendResult> SendAsync(Receiver receiver, TlsIdentity identity)
    {
        _transport.Use(identity);
        var sender = new WebhookSender(_transport, new SenderSettings { Timeout = TimeSpan.FromSeconds(60) }, TimeProvider.System, new Random(1));
        var target = new WebhookTarget { Method = "POST", Url = receiver.Url + "/" };
        return await sender.SendOnceAsync(new WebhookRequest { WebhookId = "msg_1", Target = target, Body = "{}"u8.ToArray() }, Ending);
    }
}
