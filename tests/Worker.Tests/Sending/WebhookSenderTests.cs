using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Outcomes;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Worker.Tests.Sending;

public sealed class WebhookSenderTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private Receiver? _receiver;
    private DestinationTransport? _transport;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private Receiver Receiver => _receiver ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        _transport = Transport(new EgressOptions { AllowLoopback = true });
    }

    public async ValueTask DisposeAsync()
    {
        _transport?.Dispose();
        await Receiver.DisposeAsync();
    }

    [Fact]
    public async Task Webhook_IsSent_AsItWasRendered()
    {
        var target = new WebhookTarget
        {
            Method = "PATCH",
            Url = $"{Receiver.Url}/orders?id=%20x",
            Headers = [KeyValuePair.Create("X-Tenant", "é"), KeyValuePair.Create("Content-Language", "de")],
            ContentType = "application/vnd.api+json",
        };

        var result = await SendAsync(new WebhookRequest { WebhookId = "msg_1", Target = target, Body = Encoding.UTF8.GetBytes("{\"ü\":1}") }, () => new Authorization(null, "Bearer t"));

        var received = Assert.Single(Receiver.Requests);
        Assert.Equal((Outcome.Delivered, 1), (result.Outcome, result.Tries));
        Assert.Equal(("PATCH", "/orders?id=%20x", "{\"ü\":1}"), (received.Method, received.Path, received.Text));
        Assert.Equal("Bearer t", received.Headers["Authorization"]);
        Assert.Equal("msg_1", received.WebhookId);
        Assert.Equal("application/vnd.api+json", received.Headers["Content-Type"]);
        Assert.Equal("8", received.Headers["Content-Length"]);
        Assert.Equal("de", received.Headers["Content-Language"]);
        Assert.StartsWith("Extensible-Webhooks/", received.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.False(received.Headers.ContainsKey("traceparent"));
    }

    [Fact]
    public async Task Webhook_WithoutABody_HasLengthZeroAndNoContentType()
    {
        await SendAsync(RequestTo("/") with { Body = null });

        var received = Assert.Single(Receiver.Requests);
        Assert.Equal("0", received.Headers["Content-Length"]);
        Assert.False(received.Headers.ContainsKey("Content-Type"));
    }

    [Fact]
    public async Task AuthorizationOfTheMapping_IsSentOnlyWhereTheDestinationHasNone()
    {
        var target = new WebhookTarget
        {
            Method = "POST",
            Url = Receiver.Url,
            Headers = [KeyValuePair.Create("authorization", "Own x"), KeyValuePair.Create("X-API-KEY", "own"), KeyValuePair.Create("webhook-id", "mine")],
        };

        await SendAsync(new WebhookRequest { WebhookId = "msg_1", Target = target });
        await SendAsync(new WebhookRequest { WebhookId = "msg_2", Target = target }, () => new Authorization(null, "Bearer t"));
        await SendAsync(new WebhookRequest { WebhookId = "msg_3", Target = target }, () => new Authorization(null, "key") { Name = "X-Api-Key" });

        Assert.Equal(
            [("Own x", "own", "msg_1"), ("Bearer t", "own", "msg_2"), ("", "key", "msg_3")],
            Receiver.Requests.Select(received => (received.Headers.GetValueOrDefault("Authorization") ?? "", received.Headers["X-Api-Key"], received.WebhookId)));
    }

    [Fact]
    public async Task Result_TellsWhichTokenWasSent_WhateverIsInUseByThen()
    {
        var authorization = new Authorization(null, "Bearer t1") { Token = "of-t1" };
        Receiver.Answer = (_, response) =>
        {
            authorization = new Authorization(null, "Bearer t2") { Token = "of-t2" };
            response.StatusCode = 401;
            return Task.CompletedTask;
        };

        var result = await SendAsync(RequestTo("/"), () => authorization);

        Assert.Equal((401, "of-t1"), (result.Status, result.Token));
    }

    [Fact]
    public async Task UserOfTheUrl_BecomesBasicAuthentication()
    {
        await SendAsync(RequestTo("/") with { Target = new WebhookTarget { Method = "POST", Url = Receiver.Url.Replace("http://", "http://ann:p%40ss@", StringComparison.Ordinal) } });

        var received = Assert.Single(Receiver.Requests);
        Assert.Equal("Basic " + Convert.ToBase64String("ann:p@ss"u8), received.Headers["Authorization"]);
    }

    [Fact]
    public async Task Answer_ThatTellsWhatItGot_IsKeptWithoutIt()
    {
        var target = new WebhookTarget
        {
            Method = "POST",
            Url = Receiver.Url.Replace("http://", "http://ann:hid%2Bden@", StringComparison.Ordinal) + "/?key=hidden-key",
            Headers = [KeyValuePair.Create("X-Api-Key", "hidden-mapped")],
        };
        Receiver.Answer = async (request, response) =>
        {
            response.StatusCode = 422;
            response.Headers["X-Trace"] = $"{request.Headers["X-Door"]} {request.Headers["Authorization"]}";
            await response.WriteAsync(JsonSerializer.Serialize(new { request.Path, request.Headers, User = "ann:hid+den" }));
        };

        var result = await SendAsync(RequestTo("/") with { Target = target }, () => new Authorization(null, "hidden \"door\" <hidden>") { Name = "X-Door" });

        Assert.Equal("<redacted> Basic <redacted>", result.Headers?["X-Trace"]);
        Assert.DoesNotContain("hid", result.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("door", result.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("ann:hid+den"u8)[..8], result.Body, StringComparison.Ordinal);
        Assert.Contains("msg_1", result.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingCredentials_SendNothing()
    {
        var result = await SendAsync(RequestTo("/"), () => new Authorization("there is no token", null));

        Assert.Equal((Outcome.Hold, SendError.NoCredentials, 0), (result.Outcome, result.Error, result.Tries));
        Assert.Empty(Receiver.Requests);
    }

    [Fact]
    public async Task CredentialThatIsNoHeader_IsNotInAnyMessage()
    {
        var result = await SendAsync(RequestTo("/"), () => new Authorization(null, "Bearer se\ncret"));

        Assert.DoesNotContain("cret", result.Detail, StringComparison.Ordinal);
        Assert.Empty(Receiver.Requests);
    }

    [Fact]
    public async Task Redirect_IsNotFollowed()
    {
        Receiver.Answer = (_, response) =>
        {
            response.StatusCode = 307;
            response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };

        var result = await SendAsync(RequestTo("/"));

        Assert.Equal((Outcome.RedirectRefused, 307), (result.Outcome, result.Status));
        Assert.Single(Receiver.Requests);
    }

    [Fact]
    public async Task ServerError_IsTriedQuicklyAFewTimes()
    {
        Receiver.AnswerWith(503);

        var result = await SendAsync(RequestTo("/"));

        Assert.Equal((Outcome.Retry, 503, 3), (result.Outcome, result.Status, result.Tries));
        Assert.Equal(3, Receiver.Requests.Count);
        Assert.Single(Receiver.Requests.Select(request => request.WebhookId).Distinct());
    }

    [Fact]
    public async Task ServerErrorThatPasses_IsDelivered()
    {
        Receiver.Answer = (_, response) =>
        {
            response.StatusCode = Receiver.Requests.Count < 3 ? 500 : 200;
            return Task.CompletedTask;
        };

        var result = await SendAsync(RequestTo("/"));

        Assert.Equal((Outcome.Delivered, 3), (result.Outcome, result.Tries));
    }

    [Fact]
    public async Task RetryAfter_IsReported_AndNotTriedQuickly()
    {
        Receiver.Answer = (_, response) =>
        {
            response.StatusCode = 429;
            response.Headers.RetryAfter = "7";
            return Task.CompletedTask;
        };

        var result = await SendAsync(RequestTo("/"));

        Assert.Equal((Outcome.Retry, TimeSpan.FromSeconds(7), 1), (result.Outcome, result.RetryAfter, result.Tries));
    }

    [Fact]
    public async Task Stopping_MakesNoFurtherQuickTry()
    {
        using var stopping = new CancellationTokenSource();
        Receiver.Answer = async (_, response) =>
        {
            await stopping.CancelAsync();
            response.StatusCode = 500;
        };

        var result = await Sender(Long, () => Authorization.None).SendAsync(RequestTo("/"), stopping.Token, Ending);

        Assert.Equal((Outcome.Retry, 1), (result.Outcome, result.Tries));
    }

    [Fact]
    public async Task SilentReceiver_EndsAtTheTimeout()
    {
        Receiver.Answer = (_, response) => Receiver.UntilAbortedAsync(response);

        var result = await Sender(TimeSpan.FromMilliseconds(300), () => Authorization.None).SendAsync(RequestTo("/"), CancellationToken.None, Ending);

        Assert.Equal((Outcome.Retry, SendError.Timeout, 1), (result.Outcome, result.Error, result.Tries));
    }

    [Theory]
    [InlineData(200, "Delivered")]
    [InlineData(400, "Rejected")]
    public async Task BodyThatNeverEnds_EndsAtTheTimeout_AndTheStatusCounts(int status, string outcome)
    {
        Receiver.Answer = async (_, response) =>
        {
            response.StatusCode = status;
            await response.WriteAsync("sorry");
            await response.Body.FlushAsync();
            await Receiver.UntilAbortedAsync(response);
        };

        var result = await Sender(TimeSpan.FromSeconds(3), () => Authorization.None).SendAsync(RequestTo("/"), CancellationToken.None, Ending);

        Assert.Equal((Enum.Parse<Outcome>(outcome), status), (result.Outcome, result.Status));
        Assert.Equal(status == 200 ? null : "sorry", result.Body);
    }

    [Fact]
    public async Task LongBody_IsKeptToItsBound()
    {
        Receiver.Answer = async (_, response) =>
        {
            response.StatusCode = 400;
            for (var chunk = 0; chunk < 1000 && !response.HttpContext.RequestAborted.IsCancellationRequested; chunk++)
            {
                await response.WriteAsync(new string((char)('a' + (chunk % 26)), 1000));
            }
        };

        var result = await SendAsync(RequestTo("/"));

        Assert.Equal(SendLimits.KeptBodyBytes, result.Body?.Length);
        Assert.Equal(string.Concat(Enumerable.Range(0, 5).Select(chunk => new string((char)('a' + chunk), 1000)))[..SendLimits.KeptBodyBytes], result.Body);
    }

    [Fact]
    public async Task EndlessHeaders_AreAnErrorAndNoMemory()
    {
        Receiver.Answer = (_, response) =>
        {
            foreach (var number in Enumerable.Range(0, 64))
            {
                response.Headers[$"X-{number}"] = new string('x', 1000);
            }

            return Task.CompletedTask;
        };

        var result = await Sender(Long, () => Authorization.None).SendOnceAsync(RequestTo("/"), Ending);

        Assert.Equal((Outcome.Retry, SendError.Protocol), (result.Outcome, result.Error));
    }

    [Fact]
    public async Task NobodyListening_IsAConnectError()
    {
        var request = RequestTo("/");
        await Receiver.DisposeAsync();

        var result = await Sender(Long, () => Authorization.None).SendOnceAsync(request, Ending);

        Assert.Equal((Outcome.Retry, SendError.Connect), (result.Outcome, result.Error));
        _receiver = await Receiver.StartAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/relative")]
    [InlineData("ftp://example.com/")]
    public async Task Url_ThatIsNone_IsNotSendable(string url)
    {
        var result = await SendAsync(RequestTo("/") with { Target = new WebhookTarget { Method = "POST", Url = url } });

        Assert.Equal((Outcome.NotSendable, 0), (result.Outcome, result.Tries));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Loopback_ByDefault_IsDeniedAndNothingIsSent(string host)
    {
        using var transport = Transport(new EgressOptions());
        var sender = new WebhookSender(transport, new SenderSettings { Timeout = Long }, TimeProvider.System, new Random(1));
        var url = new UriBuilder(Receiver.Url) { Host = host }.Uri.AbsoluteUri;

        var result = await sender.SendAsync(RequestTo("/") with { Target = new WebhookTarget { Method = "POST", Url = url } }, CancellationToken.None, Ending);

        Assert.Equal((Outcome.EgressDenied, SendError.EgressDenied), (result.Outcome, result.Error));
        Assert.Contains("loopback", result.Detail, StringComparison.Ordinal);
        Assert.Empty(Receiver.Requests);
    }

    private static DestinationTransport Transport(EgressOptions options)
    {
        var policy = new EgressPolicy(options, "shop");
        return new DestinationTransport(policy, new EgressConnector(policy, options, new SystemNameResolver(), TimeProvider.System));
    }

    private WebhookRequest RequestTo(string path) => new()
    {
        WebhookId = "msg_1",
        Target = new WebhookTarget { Method = "POST", Url = Receiver.Url + path, ContentType = "application/json" },
        Body = "{}"u8.ToArray(),
    };

    private WebhookSender Sender(TimeSpan timeout, Func<Authorization> authorize) => new(
        _transport ?? throw new InvalidOperationException("Not started."),
        new SenderSettings { Timeout = timeout, Authorize = authorize },
        TimeProvider.System,
        new Random(1));

    private async Task<SendResult> SendAsync(WebhookRequest request, Func<Authorization>? authorize = null) =>
        await Sender(Long, authorize ?? (() => Authorization.None)).SendAsync(request, CancellationToken.None, Ending);
}
