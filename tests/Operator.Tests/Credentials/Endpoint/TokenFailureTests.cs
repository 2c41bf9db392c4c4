using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Egress;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Endpoint;

/// <summary>What a network and a hostile server can do: a value, in bounded time and memory.</summary>
public sealed class TokenFailureTests : IAsyncLifetime
{
    private TokenServer? _server;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private TokenServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _server = await TokenServer.StartAsync();

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    [Fact]
    public async Task Silence_EndsAfterTenSeconds()
    {
        var asked = new TaskCompletionSource();
        Server.Answer = context =>
        {
            asked.SetResult();
            return UntilAbortedAsync(context);
        };
        var time = new FakeTimeProvider();

        var asking = FetchAsync(time);
        await asked.Task.WaitAsync(Ending);
        time.Advance(TokenEndpoint.Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(UnavailableKind.Timeout, Assert.IsType<TokenAnswer.Unavailable>(await asking).Kind);
    }

    [Fact]
    public async Task BodyThatDoesNotEnd_IsReadForTenSecondsAtMost()
    {
        var begun = new TaskCompletionSource();
        Server.Answer = async context =>
        {
            await context.Response.WriteAsync("""{"access_token":""");
            await context.Response.Body.FlushAsync();
            begun.SetResult();
            await UntilAbortedAsync(context);
        };
        var time = new FakeTimeProvider();

        var asking = FetchAsync(time);
        await begun.Task.WaitAsync(Ending);
        time.Advance(TokenEndpoint.Timeout);

        Assert.Equal(UnavailableKind.Timeout, Assert.IsType<TokenAnswer.Unavailable>(await asking).Kind);
    }

    [Fact]
    public async Task EndlessBody_IsCutAt64KiB()
    {
        var written = 0L;
        Server.Answer = async context =>
        {
            var chunk = new byte[4096];
            try
            {
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
                    written += chunk.Length;
                }
            }
            catch (OperationCanceledException)
            {
                // It has had enough.
            }
        };

        var unavailable = Assert.IsType<TokenAnswer.Unavailable>(await FetchAsync());

        Assert.Equal(UnavailableKind.Malformed, unavailable.Kind);
        Assert.Contains("64 KiB", unavailable.Message, StringComparison.Ordinal);
        Assert.True(Volatile.Read(ref written) < 64 << 20);
    }

    [Fact]
    public async Task BodyOf64KiB_IsReadWhole()
    {
        var token = new string('t', EndpointAnswer.MaxBytes - """{"access_token":""}""".Length);
        Server.AnswerWith(200, $$"""{"access_token":"{{token}}"}""");

        Assert.Equal(token, Assert.IsType<TokenAnswer.Granted>(await FetchAsync()).Tokens.AccessToken);
    }

    [Theory]
    [InlineData("""{"access_token":"a","refresh_token":"r","scope":"\ud83d"}""")]
    [InlineData("""{"access_token":"a","refresh_token":"r","scope":["\ud83d"]}""")]
    [InlineData("""{"access_token":"a","refresh_token":"r","\ud83d":"x"}""")]
    [InlineData("""{"\ud83d":"x","access_token":"a","refresh_token":"r"}""")]
    public async Task HalfASurrogatePair_BesideTheTokens_CostsNoneOfThem(string body)
    {
        Server.AnswerWith(200, body);

        var tokens = Assert.IsType<TokenAnswer.Granted>(await FetchAsync()).Tokens;

        Assert.Equal(("a", "r", null), (tokens.AccessToken, tokens.RefreshToken, tokens.Scope));
    }

    [Theory]
    [InlineData("""{"access_token":"\ud83d"}""", typeof(TokenAnswer.Unavailable))]
    [InlineData("""{"error":"\ud83d"}""", typeof(TokenAnswer.Unavailable))]
    [InlineData("""{"error":"invalid_grant","error_description":"\udc00"}""", typeof(TokenAnswer.Refused))]
    public async Task HalfASurrogatePair_WhereATextIsLookedFor_CountsAsNone(string body, Type answer)
    {
        Server.AnswerWith(200, body);

        Assert.IsType(answer, await FetchAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_ThatBreaks_IsUnavailable(bool afterHeaders)
    {
        Server.Answer = async context =>
        {
            if (afterHeaders)
            {
                await context.Response.WriteAsync("""{"access_token":"tok""");
                await context.Response.Body.FlushAsync();
            }

            context.Abort();
        };

        Assert.Equal(UnavailableKind.Network, Assert.IsType<TokenAnswer.Unavailable>(await FetchAsync()).Kind);
        Assert.Single(Server.Calls);
    }

    [Fact]
    public async Task Server_WithACertificateOfItsOwn_IsUnavailable_AndIsSentNothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256).CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, default), new DateTimeOffset(2099, 1, 1, 0, 0, 0, default));
        await using var server = await TokenServer.StartAsync(new HttpsConnectionAdapterOptions { ServerCertificate = certificate });

        var answer = await server.Endpoint().FetchAsync(TestClient.Of(server.Url, OAuth2Flow.ClientCredentials), Ending);

        Assert.Equal(UnavailableKind.Network, Assert.IsType<TokenAnswer.Unavailable>(answer).Kind);
        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData("http://169.254.169.254", "metadata")]
    [InlineData("http://127.0.0.1:1", "loopback")]
    public async Task Address_ThatThePolicyRefuses_IsUnavailable_InThePolicysWords(string url, string kind)
    {
        using var http = GuardedInvoker.Create(new EgressOptions(), "shop", TlsIdentity.Public, new SystemNameResolver(), TimeProvider.System);

        var answer = await new TokenEndpoint(http, TimeProvider.System).FetchAsync(TestClient.Of(url, OAuth2Flow.ClientCredentials), Ending);

        Assert.Contains(kind, Assert.IsType<TokenAnswer.Unavailable>(answer).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_IsThrown()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        Server.Answer = async context =>
        {
            await ending.CancelAsync();
            await UntilAbortedAsync(context);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Server.Endpoint().FetchAsync(TestClient.Of(Server.Url, OAuth2Flow.ClientCredentials), ending.Token));
    }

    private static async Task UntilAbortedAsync(HttpContext context)
    {
        var aborted = new TaskCompletionSource();
        await using (context.RequestAborted.Register(aborted.SetResult))
        {
            await aborted.Task;
        }
    }

    private Task<TokenAnswer> FetchAsync(TimeProvider? time = null) =>
        Server.Endpoint(time).FetchAsync(TestClient.Of(Server.Url, OAuth2Flow.ClientCredentials), Ending);
}
