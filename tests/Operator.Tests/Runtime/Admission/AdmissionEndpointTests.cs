using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;
using ExtensibleWebhooks.Runtime.Admission;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Admission;

/// <summary>What the API server gets to hear, whatever it sends.</summary>
public class AdmissionEndpointTests
{
    private const string Good = """{"metadata": {"name": "w", "namespace": "ns", "generation": 1}, "spec": {"size": 7}, "status": {"size": 7}}""";

    private readonly WidgetWebhook _webhook = new();
    private readonly Prometheus.CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly FakeTimeProvider _time = new();
    private readonly AdmissionEndpoint _endpoint;
    private CancellationToken _aborted = TestContext.Current.CancellationToken;

    public AdmissionEndpointTests() => _endpoint = new AdmissionEndpoint(
        [new AdmissionHandler<Widget>(_webhook, RuntimeJson.Options)], new WebhookMetrics(_registry), _time, NullLogger<AdmissionEndpoint>.Instance);

    [Fact]
    public async Task Creation_OfABadObject_IsRefusedWithMessageCausesAndTheQuestionsUid()
    {
        _webhook.Says = ValidationResult.Fail(new ValidationRefusal("spec.size: too large", [new ValidationCause("spec.size", "too large")]), "a word");

        var (status, answer) = await AskAsync(Review("CREATE", Good));

        Assert.Equal(200, status);
        Assert.Equal(
            """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"u-1","allowed":false,"status":{"status":"Failure","code":422,"reason":"Invalid","message":"spec.size: too large","details":{"group":"tests.extensible.dev","kind":"Widget","name":"w","causes":[{"reason":"FieldValueInvalid","field":"spec.size","message":"too large"}]}},"warnings":["a word"]}}
            """.Trim(),
            answer);
    }

    [Fact]
    public async Task Warnings_TooManyAndTooLong_AreCut()
    {
        _webhook.Says = ValidationResult.Success([.. Enumerable.Range(0, 20).Select(_ => new string('w', 1000))]);

        var warnings = JsonNode.Parse((await AskAsync(Review("CREATE", Good))).Body)?["response"]?["warnings"]?.AsArray() ?? [];

        Assert.Equal(8, warnings.Count);
        Assert.All(warnings, warning => Assert.Equal(256, warning?.GetValue<string>().Length));
    }

    [Theory]
    [InlineData("""{"metadata": {"name": "w", "labels": {"a": "b"}, "finalizers": ["x/y"]}, "spec": {"size": 7}, "status": {"size": 9}}""", false)]
    [InlineData("""{"metadata": {"name": "w"}, "spec": { "size" : 7 }}""", false)]
    [InlineData("""{"metadata": {"name": "w", "deletionTimestamp": "2026-01-01T00:00:00Z"}, "spec": {"size": 3}}""", false)]
    [InlineData("""{"metadata": {"name": "w"}, "spec": {"size": 3}}""", true)]
    [InlineData("""{"metadata": {"name": "w"}, "spec": {"size": 7, "more": 1}}""", true)]
    [InlineData("""{"metadata": {"name": "w"}, "spec": {}}""", true)]
    [InlineData("""{"metadata": {"name": "w"}}""", true)]
    [InlineData("""{"metadata": {"name": "w"}, "spec": {"size": 7}, "more": 1}""", true)]
    public async Task Update_OfAnObject_IsAskedAboutWhenTheUsersPartChanges(string after, bool isAsked)
    {
        _webhook.Says = ValidationResult.Fail(new ValidationRefusal("no", []));

        var (_, answer) = await AskAsync(Review("UPDATE", after, Good));

        Assert.Equal(isAsked ? 1 : 0, _webhook.Asked);
        Assert.Contains($"\"allowed\":{(isAsked ? "false" : "true")}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Object_ThatTheTypeCannotRead_IsRefusedWithItsPlace()
    {
        var (status, answer) = await AskAsync(Review("CREATE", """{"metadata": {"name": "w"}, "spec": {"size": "seven"}}"""));

        Assert.Equal(200, status);
        Assert.Contains("\"field\":\"spec.size\"", answer, StringComparison.Ordinal);
        Assert.Equal(0, _webhook.Asked);
    }

    [Theory]
    [InlineData("GET", "application/json", "", 405)]
    [InlineData("POST", "text/plain", "", 415)]
    [InlineData("POST", "application/json", "", 400)]
    [InlineData("POST", "application/json", "nonsense", 400)]
    [InlineData("POST", "application/json", "[]", 400)]
    [InlineData("POST", "application/json", """{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1beta1"}""", 400)]
    [InlineData("POST", "application/json", """{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1"}""", 400)]
    [InlineData("POST", "application/json", """{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"uid": "u", "operation": "EAT", "kind": {"kind": "Widget"}}}""", 400)]
    [InlineData("POST", "application/json", """{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"uid": "u", "operation": "CREATE"}}""", 400)]
    [InlineData("POST", "application/json", """{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"uid": "u", "operation": "CREATE", "kind": {"kind": "Pod"}}}""", 400)]
    public async Task Request_ThatIsNoQuestion_IsAnHttpError(string method, string contentType, string body, int expected)
    {
        var (status, answer) = await AskAsync(Encoding.UTF8.GetBytes(body), method, contentType);

        Assert.Equal(expected, status);
        Assert.NotEmpty(answer);
    }

    [Theory]
    [InlineData("""{"metadata": {"name": "w"}, "spec": {"size": 7, "text": "\ud800"}}""")]
    [InlineData("""{"metadata": {"name": "w"}, "spec": {"size": 7, "\udfff": 1}}""")]
    public async Task Text_ThatIsNotUnicode_IsAnHttpErrorWhereverItIs(string widget)
    {
        Assert.Equal(400, (await AskAsync(Review("CREATE", widget))).Status);
        Assert.Equal(400, (await AskAsync(Review("UPDATE", widget, Good))).Status);
        Assert.Equal(400, (await AskAsync(Review("UPDATE", Good, widget))).Status);
    }

    [Fact]
    public async Task Path_OfNoWebhook_IsNotFound() => Assert.Equal(404, (await AskAsync(Review("CREATE", Good), path: "/metrics")).Status);

    [Fact]
    public async Task Body_OfMoreThanTwoObjects_IsTooLarge() => Assert.Equal(413, (await AskAsync(new byte[(7 * 1024 * 1024) + 1])).Status);

    [Fact]
    public async Task Questions_ManyAtOnce_AreWorkedOnFourAtATime()
    {
        _webhook.MayAnswer = new TaskCompletionSource();

        var answers = Enumerable.Range(0, 10).Select(_ => AskAsync(Review("CREATE", Good))).ToList();
        await Eventually.TrueAsync(() => _webhook.Asked == 4, "the first four", TestContext.Current.CancellationToken);
        var atOnce = _webhook.Asked;
        _webhook.MayAnswer.SetResult();

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(200, answer.Status));
        Assert.Equal((4, 10), (atOnce, _webhook.Asked));
    }

    [Fact]
    public async Task Question_BesideManyThatComeSlowly_IsAnswered()
    {
        var slow = Enumerable.Range(0, 20).Select(_ => AskAsync(NeverWhole(1))).ToList();

        Assert.Equal(200, (await AskAsync(Review("CREATE", Good))).Status);

        Assert.All(slow, answer => Assert.False(answer.IsCompleted));
        _time.Advance(AdmissionBody.MaxTime);
        Assert.All(await Task.WhenAll(slow), answer => Assert.Equal(503, answer.Status));
    }

    [Fact]
    public async Task LargeQuestion_BehindFourThatComeSlowly_IsAnsweredWhenTheirTimeIsOver()
    {
        var slow = Enumerable.Range(0, 4).Select(_ => AskAsync(NeverWhole(AdmissionBody.MaxSmallSize + 1))).ToList();
        var text = Convert.ToBase64String(new byte[AdmissionBody.MaxSmallSize]);
        var large = AskAsync(InParts(Review("CREATE", Good.Replace("\"size\": 7", $"\"size\": 7, \"text\": \"{text}\"", StringComparison.Ordinal))));
        Assert.Equal(200, (await AskAsync(Review("CREATE", Good))).Status);
        Assert.Equal((false, 1), (large.IsCompleted, _webhook.Asked));

        _time.Advance(AdmissionBody.MaxTime);

        Assert.Equal(200, (await large).Status);
        Assert.All(await Task.WhenAll(slow), answer => Assert.Equal(503, answer.Status));
    }

    [Fact]
    public async Task Client_ThatIsGone_IsNoFaultOfTheWebhook()
    {
        using var gone = new CancellationTokenSource();
        _aborted = gone.Token;
        _webhook.MayAnswer = new TaskCompletionSource();
        var answer = AskAsync(Review("CREATE", Good));
        await Eventually.TrueAsync(() => _webhook.Asked == 1, "the question", TestContext.Current.CancellationToken);

        await gone.CancelAsync();

        Assert.Equal(499, (await answer).Status);
    }

    [Fact]
    public async Task Webhook_ThatThrows_IsAnHttpErrorAndCounted()
    {
        _webhook.Throws = true;

        var (status, answer) = await AskAsync(Review("CREATE", Good));

        Assert.Equal(500, status);
        Assert.DoesNotContain("canary", answer, StringComparison.Ordinal);
        await using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text, TestContext.Current.CancellationToken);
        var metrics = Encoding.UTF8.GetString(text.ToArray());
        Assert.Contains("controller_runtime_webhook_panics_total 1", metrics, StringComparison.Ordinal);
        Assert.Contains("controller_runtime_webhook_requests_total{webhook=\"/validate\",code=\"500\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("controller_runtime_webhook_requests_in_flight{webhook=\"/validate\"} 0", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public void Question_CutOrChangedAnywhere_IsAnsweredOrRefusedAndNeverFails()
    {
        var whole = Review("UPDATE", Good, Good);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Bool).Sample(
            (place, value, cuts) =>
            {
                byte[] body = cuts ? whole[..place] : [.. whole];
                if (!cuts)
                {
                    body[place] = value;
                }

                // The endpoint does nothing that takes time here.
                var (status, _) = AskAsync(body).GetAwaiter().GetResult();
                return status is 200 or 400;
            });
    }

    private static byte[] Review(string operation, string after, string? before = null) => Encoding.UTF8.GetBytes($$$"""
        {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"uid": "u-1", "operation": "{{{operation}}}",
         "kind": {"group": "tests.extensible.dev", "version": "v1", "kind": "Widget"}, "name": "w", "namespace": "ns", "dryRun": false,
         "object": {{{after}}}, "oldObject": {{{before ?? "null"}}}}}
        """);

    /// <summary>So many bytes of a body, and then nothing more.</summary>
    private static Stream NeverWhole(int bytes)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        pipe.Writer.Write(new byte[bytes]);
        _ = pipe.Writer.FlushAsync(TestContext.Current.CancellationToken).AsTask();
        return pipe.Reader.AsStream();
    }

    /// <summary>As a socket gives it: the end is seen after the bytes.</summary>
    private static Stream InParts(byte[] body)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        pipe.Writer.Write(body);
        pipe.Writer.CompleteAsync().AsTask();
        return pipe.Reader.AsStream();
    }

    private Task<(int Status, string Body)> AskAsync(byte[] body, string method = "POST", string contentType = "application/json", string path = AdmissionEndpoint.Path) =>
        AskAsync(new MemoryStream(body), method, contentType, path);

    private async Task<(int Status, string Body)> AskAsync(Stream body, string method = "POST", string contentType = "application/json", string path = AdmissionEndpoint.Path)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.ContentType = contentType;
        context.Request.Body = body;
        context.RequestAborted = _aborted;
        var answer = new MemoryStream();
        context.Response.Body = answer;
        await _endpoint.HandleAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }

    private sealed class WidgetWebhook : ValidationWebhook<Widget>
    {
        private int _asked;

        public ValidationResult Says { get; set; } = ValidationResult.Success();

        public bool Throws { get; set; }

        /// <summary>Null: at once.</summary>
        public TaskCompletionSource? MayAnswer { get; set; }

        public int Asked => _asked;

        public override Task<ValidationResult> CreateAsync(Widget entity, bool dryRun, CancellationToken cancellationToken) => AskedAsync(cancellationToken);

        public override Task<ValidationResult> UpdateAsync(Widget? oldEntity, Widget newEntity, bool dryRun, CancellationToken cancellationToken) => AskedAsync(cancellationToken);

        private async Task<ValidationResult> AskedAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            await (MayAnswer?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
            return Throws ? throw new InvalidOperationException("canary") : Says;
        }
    }
}
