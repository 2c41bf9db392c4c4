using System.Net;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Support.Certificates;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ExtensibleWebhooks.Worker.Tests.Egress;

public sealed class GuardedInvokerTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new("Right");
    private Receiver? _receiver;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private Receiver Receiver => _receiver ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() =>
        _receiver = await Receiver.StartAsync(https: new HttpsConnectionAdapterOptions { ServerCertificate = _authority.Issue("127.0.0.1") });

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task Call_WithTheAuthority_IsAnswered_RedirectsAndCookiesAreLeftAlone()
    {
        Receiver.Answer = (_, response) =>
        {
            response.StatusCode = 302;
            response.Headers.Location = $"{Receiver.Url}/elsewhere";
            response.Headers.SetCookie = "a=b";
            return Task.CompletedTask;
        };
        using var invoker = InvokerOf(new EgressOptions { AllowLoopback = true }, _authority.Pem);

        foreach (var path in new[] { "/one", "/two" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Receiver.Url + path);
            using var response = await invoker.SendAsync(request, Ending);
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        }

        Assert.Equal(["/one", "/two"], Receiver.Requests.Select(request => request.Path));
        Assert.All(Receiver.Requests, request => Assert.False(request.Headers.ContainsKey("Cookie")));
    }

    [Fact]
    public async Task Call_WithoutTheAuthority_FailsInTls()
    {
        using var invoker = InvokerOf(new EgressOptions { AllowLoopback = true }, null);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(invoker, Receiver.Url));

        Assert.Equal(HttpRequestError.SecureConnectionError, failure.HttpRequestError);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", "loopback")]
    [InlineData("http://169.254.169.254/latest", "metadata")]
    [InlineData("http://0x7f000001:1/", "loopback")]
    [InlineData("http://10.0.0.1:1/", "private")]
    public async Task LiteralAddress_ThatThePolicyRefuses_IsNotDialled(string url, string kind)
    {
        using var invoker = InvokerOf(new EgressOptions(), null);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(invoker, url));

        Assert.Contains(kind, Assert.IsType<EgressDeniedException>(failure.InnerException).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auth", "auth.shop.svc")]
    [InlineData("auth.", "auth.shop.svc")]
    [InlineData("auth.shop", "auth.shop.svc")]
    [InlineData("auth.shop.svc", "auth.shop.svc")]
    [InlineData("auth.shop.svc.cluster.local", "auth.shop.svc.cluster.local")]
    [InlineData("auth.example", "auth.example")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::1", "::1")]
    public async Task NamespaceResolver_ShortNames_AreTheNamespacesOwn(string host, string asked)
    {
        var inner = new RecordingResolver();

        await new NamespaceResolver(inner, "shop").ResolveAsync(host, Ending);

        Assert.Equal(asked, inner.Asked);
    }

    private static HttpMessageInvoker InvokerOf(EgressOptions options, string? authorities)
    {
        var tls = TlsIdentity.Create(authorities, null, out _) ?? throw new InvalidOperationException("No identity.");
        return GuardedInvoker.Create(options, "shop", tls, new SystemNameResolver(), TimeProvider.System);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker invoker, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        return await invoker.SendAsync(request, Ending);
    }

    private sealed class RecordingResolver : INameResolver
    {
        public string? Asked { get; private set; }

        public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            Asked = host;
            return ValueTask.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Loopback]);
        }
    }
}
