using System.Text.Json.Nodes;
using ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Support;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Client;

/// <summary>What a call does when it does not succeed at once.</summary>
public sealed class TransportTests : IAsyncLifetime
{
    private static readonly ApiResource ConfigMaps = ApiResource.Of<V1ConfigMap>();

    private readonly FakeTimeProvider _time = new();
    private readonly Prometheus.CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private FakeApiServer _server = null!; // set by InitializeAsync, before every test

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FakeApiServer.StartAsync(CancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task ServerErrors_AreTriedAgain_ForWhatMayBeRepeated(int status)
    {
        Refuse(2, status);

        var applied = Client().ApplyAsync<JsonObject>(ConfigMaps, Document(), CancellationToken);
        await PassUntilAsync(applied);

        Assert.Equal("a", (string?)(await applied)["metadata"]?["name"]);
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task ServerErrors_AreNotTriedAgain_ForACreation()
    {
        Refuse(1, 500);

        var error = await FailureOf(Client().CreateAsync<JsonObject>(ConfigMaps, Document(), CancellationToken));

        Assert.Equal(500, error.Code);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task TooManyRequests_WaitsAsLongAsTheServerSays_EvenForACreation()
    {
        _server.NextOther(context => FakeAnswers.StatusAsync(context, 429, "TooManyRequests", retryAfterSeconds: 7));

        var created = Client().CreateAsync<JsonObject>(ConfigMaps, Document(), CancellationToken);
        await Eventually.TrueAsync(() => _server.Requests.Count == 1, "the first try", CancellationToken);
        await PassUntilAsync(created);

        await created;
        Assert.InRange(_time.GetUtcNow() - _time.Start, TimeSpan.FromSeconds(7), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task RetryAfterBeyondTheLongestWait_TravelsInTheError()
    {
        _server.NextOther(context => FakeAnswers.StatusAsync(context, 503, "ServiceUnavailable", retryAfterSeconds: 60));

        var error = await FailureOf(Client().GetAsync<V1ConfigMap>("default", "a", CancellationToken));

        Assert.Equal(TimeSpan.FromSeconds(60), error.RetryAfter);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Conflict_IsAnErrorAtOnce()
    {
        Refuse(1, 409, "Conflict");

        var error = await FailureOf(Client().MergeAsync<JsonObject>(ConfigMaps, "default", "a", [], CancellationToken));

        Assert.True(error.IsConflict);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task NotFound_IsNull_OrFalse()
    {
        Refuse(2, 404, "NotFound");

        Assert.Null(await Client().GetAsync<V1ConfigMap>("default", "a", CancellationToken));
        Assert.False(await Client().DeleteAsync<V1ConfigMap>("default", "a", uid: null, CancellationToken));
    }

    [Fact]
    public async Task NoAnswerInTime_IsATimeout_AndTriedAgain()
    {
        var left = new TaskCompletionSource();
        _server.NextOther(async context =>
        {
            context.RequestAborted.Register(() => left.TrySetResult());
            await left.Task;
            return true;
        });

        var read = Client().GetAsync<V1ConfigMap>("default", "a", CancellationToken);
        await Eventually.TrueAsync(() => _server.Requests.Count == 1, "the first try", CancellationToken);
        await PassUntilAsync(read);

        await read;
        Assert.Equal(2, _server.Requests.Count);
        Assert.True(left.Task.IsCompleted);
    }

    [Fact]
    public async Task NobodyListens_IsAnErrorThatNamesTheCall()
    {
        var client = Client();
        await _server.StopAsync(CancellationToken);

        var read = FailureOf(client.GetAsync<V1ConfigMap>("default", "a", CancellationToken));
        await PassUntilAsync(read);

        Assert.Equal("get configmaps default/a: ConnectionError", (await read).ToString());
    }

    [Fact]
    public async Task Unauthorised_UntilTheTokenIsRotated()
    {
        var token = new RotatingToken { Value = "old" };
        for (var i = 0; i < 2; i++)
        {
            _server.NextOther(async context => !context.Request.Headers.Authorization.ToString().EndsWith("new", StringComparison.Ordinal)
                && await FakeAnswers.StatusAsync(context, 401, "Unauthorized"));
        }

        var kubernetes = KubernetesConnection.Create(new KubernetesClientConfiguration { Host = _server.Url.ToString(), TokenProvider = token });
        var client = Client(kubernetes);
        var error = await FailureOf(client.GetAsync<V1ConfigMap>("default", "a", CancellationToken));
        token.Value = "new";

        Assert.Equal(401, error.Code);
        Assert.NotNull(await client.GetAsync<V1ConfigMap>("default", "a", CancellationToken));
    }

    [Fact]
    public async Task Errors_CarryNoBodyNoTokenAndNoServerMessage()
    {
        Refuse(1, 422, "Invalid");
        var client = Client(_server.Connect("canary-token"));

        var exception = await Assert.ThrowsAsync<KubeApiException>(() => client.ApplyAsync<JsonObject>(
            ConfigMaps, Document(document => document["data"] = new JsonObject { ["key"] = "canary-body" }), CancellationToken));

        Assert.Null(exception.InnerException);
        var everything = exception + System.Text.Json.JsonSerializer.Serialize(exception.Error);
        Assert.DoesNotContain("canary", everything, StringComparison.Ordinal);
        Assert.Equal("patch configmaps default/a: 422 Invalid at data[key]", exception.Message);
    }

    [Fact]
    public async Task ClosedFence_LetsReadsThrough_AndNoWrite_NotEvenARetry()
    {
        var fence = new SwitchFence { MayWrite = true };
        var client = Client(fence: fence);
        _server.NextOther(context =>
        {
            fence.MayWrite = false;
            return FakeAnswers.StatusAsync(context, 500, "InternalError");
        });

        var written = client.ApplyAsync<JsonObject>(ConfigMaps, Document(), CancellationToken);
        await PassUntilAsync(written);

        await Assert.ThrowsAsync<WriteFencedException>(() => written);
        Assert.Single(_server.Requests);
        Assert.NotNull(await client.GetAsync<V1ConfigMap>("default", "a", CancellationToken));
    }

    [Fact]
    public async Task Metrics_CountByCodeMethodAndHost()
    {
        Refuse(1, 409, "Conflict");
        await FailureOf(Client().MergeAsync<JsonObject>(ConfigMaps, "default", "a", [], CancellationToken));

        using var stream = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(stream, CancellationToken);
        Assert.Contains(
            $"rest_client_requests_total{{code=\"409\",method=\"PATCH\",host=\"{_server.Url.Authority}\"}} 1",
            System.Text.Encoding.UTF8.GetString(stream.ToArray()),
            StringComparison.Ordinal);
    }

    private static JsonObject Document(Action<JsonObject>? with = null)
    {
        var document = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "a", ["namespace"] = "default" } };
        with?.Invoke(document);
        return document;
    }

    private static async Task<ApiError> FailureOf(Task call) => (await Assert.ThrowsAsync<KubeApiException>(() => call)).Error;

    private ResourceClient Client(Kubernetes? kubernetes = null, IWriteFence? fence = null) => new(
        new ApiTransport(kubernetes ?? _server.Connect(), RetryPolicy.Default, new RestClientMetrics(_registry), _time), "tests", fence, RuntimeJson.Options);

    private void Refuse(int times, int status, string reason = "InternalError")
    {
        for (var i = 0; i < times; i++)
        {
            _server.NextOther(async context =>
            {
                context.Response.StatusCode = status;
                var document = FakeAnswers.StatusOf(status, reason);
                document["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["field"] = "data[key]", ["message"] = "canary-value" }) };
                await FakeAnswers.JsonAsync(context, document);
                return true;
            });
        }
    }

    /// <summary>Lets the waits between tries pass, a second at a time.</summary>
    private Task PassUntilAsync(Task call) => Eventually.TrueAsync(
        () =>
        {
            if (!call.IsCompleted)
            {
                _time.Advance(TimeSpan.FromMilliseconds(500));
            }

            return call.IsCompleted;
        },
        "the call's end",
        CancellationToken);

    private sealed class SwitchFence : IWriteFence
    {
        public bool MayWrite { get; set; }
    }

    private sealed class RotatingToken : k8s.Authentication.ITokenProvider
    {
        public string Value { get; set; } = "";

        public Task<System.Net.Http.Headers.AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", Value));
    }
}
