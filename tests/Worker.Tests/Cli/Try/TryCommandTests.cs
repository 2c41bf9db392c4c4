using System.Text;
using ExtensibleWebhooks.Cli.Try;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Worker.Tests.Cli.Try;

public sealed class TryCommandTests : IDisposable
{
    private const string Event = """{"type":"track","event":"A","properties":{"n":12345678901234567890}}""";

    private readonly TemporaryFolder _folder = new();

    private static string Quickstart => RepositoryRoot.At("crds", "samples", "quickstart");

    [Fact]
    public void Try_OfTheQuickstart_ShowsTheRequest()
    {
        var (code, output, error) = Try("", terminal: false, "--mapping", Quickstart, "--event", Path.Combine(Quickstart, "events", "order-completed.json"));

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            """
            WebhookMapping orders matches
              note: the event has no type: it is taken for a track event, as POST /v1/track takes it

            POST http://echo:8081/orders
            Content-Type: application/json
            X-Tenant: acme

            {"order":"A-1001","total":59.9,"customer":"user-42","summary":"A-1001 over 59.9 EUR","items":[{"sku":"cup","quantity":2},{"sku":"pot","quantity":1}]}

            """,
            output);
    }

    [Fact]
    public void Try_AtATerminal_WritesTheBodyForPeople()
    {
        var (_, output, _) = Try(Event, terminal: true, "-m", Mapping("all"), "-e", "-");

        Assert.EndsWith("{\n  \"n\": 12345678901234567890\n}\n", output, StringComparison.Ordinal);
        Assert.Contains("note: WebhookMapping test is disabled", output, StringComparison.Ordinal);
        Assert.Contains("note: WebhookDestination crm is not in these files: an insert function that it may have was not tried", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Try_OfAnEventThatDoesNotMatch_SaysWhy()
    {
        var (code, output, error) = Try(Event, terminal: false, "-m", Mapping("event = B and type = track"), "-d", Destination(), "-e", "-");

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("WebhookMapping test does not match\n  event = \"B\" is false: event is \"A\"\n", output, StringComparison.Ordinal);
        Assert.Contains("note: WebhookDestination crm is disabled", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Try_OfAMappingThatGivesNoRequest_SaysWhyAndEndsWithOne()
    {
        var (code, output, _) = Try(Event, terminal: false, "-m", Mapping("all", "{\"@path\": $.event}"), "-e", "-");

        Assert.Equal(1, code);
        Assert.Contains("WebhookMapping test matches\n  and gives no request: Expected an absolute http or https URL", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Try_ForPrograms_IsOneDocument()
    {
        var (_, matching, _) = Try(Event, terminal: true, "-m", Mapping("all"), "-d", Destination(enabled: true), "-e", "-", "-o", "json");
        var (_, other, _) = Try(Event, terminal: true, "-m", Mapping("event = B", enabled: true), "-d", Destination(enabled: true), "-e", "-", "-o", "json");
        var (_, failing, _) = Try(Event, terminal: true, "-m", Mapping("all", "{\"@path\": $.x}", enabled: true), "-d", Destination(enabled: true), "-e", "-", "-o", "json");

        const string Head = """{"mappings":[{"name":"test","namespace":"default","destination":"crm","matched":""";
        Assert.Equal(Head + """true,"request":{"method":"POST","url":"https://example.com/","headers":{"Content-Type":"application/json"},"body":"{\"n\":12345678901234567890}"},"data":{"n":12345678901234567890},"notes":["WebhookMapping test is disabled and sends nothing in a cluster: switch it on with spec.enabled: true"]}]}""" + "\n", matching);
        Assert.Equal(Head + """false,"falseConditions":[{"condition":"event = \"B\"","subject":"event","found":"\"A\""}]}]}""" + "\n", other);
        Assert.Equal(Head + """true,"error":{"kind":"Url","message":"Expected an absolute http or https URL, found null."}}]}""" + "\n", failing);
    }

    [Theory]
    [InlineData("console.log('n is', event.properties.n); event.properties.n = settings.n; return event", 0, "WebhookMapping test matches\n  console: n is 12345678901234567000\n  the insert function returns {\"type\":\"track\",\"event\":\"A\",\"properties\":{\"n\":7}}\n\nPOST https://example.com/\nContent-Type: application/json\n\n{\"n\":7}\n")]
    [InlineData("return { ...event, event: 'B' }", 0, "WebhookMapping test does not match what the insert function returned\n  event = \"A\" is false: event is \"B\"\n")]
    [InlineData("throw new DropEvent('not wanted')", 0, "WebhookMapping test matches\n  and its insert function gives no event: DropEvent: not wanted (line 1")]
    [InlineData("throw new ValidationError('no order')", 1, "WebhookMapping test matches\n  and its insert function gives no event: ValidationError: no order (line 1")]
    [InlineData("throw new Error(settings.key)", 1, "WebhookMapping test matches\n  and its insert function gives no event: Error: <redacted> (line 1")]
    public void Try_WithAnInsertFunction_ShowsWhatItMakesOfTheEvent(string body, int expected, string text)
    {
        var (code, output, error) = Try(Event, terminal: false, "-m", Mapping("event = A", enabled: true), "-d", DestinationWithFunction($"async function onTrack(event, settings) {{ {body} }}"), "-e", "-");

        Assert.Equal((expected, ""), (code, error));
        Assert.Contains(text, output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Try_WithAnInsertFunction_ForPrograms_HasItsVerdict()
    {
        var (_, returned, _) = Try(Event, terminal: true, "-m", Mapping("event = A", enabled: true), "-d", DestinationWithFunction("function onTrack(event) { console.log(1); return event }"), "-e", "-", "-o", "json");
        var (_, dropped, _) = Try(Event, terminal: true, "-m", Mapping("event = A", enabled: true), "-d", DestinationWithFunction("function onPage(event) { return event }"), "-e", "-", "-o", "json");

        Assert.Contains("""  "matched":true,"function":{"verdict":"Returned","event":""".TrimStart() + Event + ""","console":"1""", returned, StringComparison.Ordinal);
        Assert.Contains("\"function\":{\"verdict\":\"NotSupported\",\"message\":\"the function has no handler for events of type track; it has onPage\"}", dropped, StringComparison.Ordinal);
    }

    [Fact]
    public void Try_OfAnInsertFunctionThatDoesNotCompile_SaysWhere()
    {
        var (code, _, error) = Try(Event, terminal: false, "-m", Mapping("event = A"), "-d", DestinationWithFunction("function onTrack(event) { return event"), "-e", "-");

        Assert.Equal(1, code);
        Assert.Contains("spec.insertFunction.source (line 2, column 1): is no JavaScript", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Try_OfAnInsertFunctionThatIsElsewhere_SaysWhatIsMissing()
    {
        var destination = Destination(", insertFunction: {configMapKeyRef: {name: functions, key: crm.js}}");

        var (code, output, _) = Try(Event, terminal: false, "-m", Mapping("event = A"), "-d", destination, "-e", "-");

        Assert.Equal(0, code);
        Assert.Contains("note: the insert function of WebhookDestination crm was not tried: there is no ConfigMap functions in these files: add it, with key crm.js\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Try_OfManifestsAndAnEventThatAreWrong_SaysEverything()
    {
        var (code, output, error) = Try("{\"a\":\n", terminal: false, "-m", Mapping("type ="), "-d", _folder.At("missing.yaml"), "-e", "-");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("error: spec.trigger (line 1, column 7): Found the end of the trigger", error, StringComparison.Ordinal);
        Assert.Contains("missing.yaml: error: no such file or folder", error, StringComparison.Ordinal);
        Assert.Contains("<stdin>:2:1: error: is no JSON: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "is no event: an event is a JSON object")]
    [InlineData("", "is no JSON: ")]
    [InlineData("\u0000", "is no text in UTF-8")]
    public void Try_OfWhatIsNoEvent_SaysSo(string text, string message)
    {
        var (code, _, error) = Try(text, terminal: false, "-m", Mapping("all"), "-e", "-");

        Assert.Equal(1, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Try_WithoutAnyMapping_SaysSo()
    {
        var (code, _, error) = Try(Event, terminal: false, "-m", Destination(), "-e", "-");

        Assert.Equal((1, "error: there is no WebhookMapping in these files\n"), (code, error));
    }

    [Theory]
    [InlineData("--mapping is needed.", "-e", "x")]
    [InlineData("--event is needed.", "-m", "x")]
    [InlineData("--event does not go with --ndjson", "--ndjson", "-e", "x")]
    [InlineData("--output does not go with --ndjson", "--ndjson", "-o", "json")]
    public void Try_WithOptionsThatDoNotGoTogether_SaysSo(string message, params string[] arguments)
    {
        var (_, _, error) = Try("", terminal: false, arguments);

        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Mapping(string trigger, string url = "https://example.com", bool enabled = false) => _folder.Write(
        "mapping.yaml",
        $$"""
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookMapping
        metadata: {name: test}
        spec: {destinationRef: {name: crm}, enabled: {{(enabled ? "true" : "false")}}, trigger: {{trigger}}, url: {{url}}, data: {n: {"@path": $.properties.n} } }
        """);

    private string Destination(bool enabled = false) => Destination($", enabled: {(enabled ? "true" : "false")}");

    private string Destination(string members) => _folder.Write(
        "destination.yaml",
        $$"""
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookDestination
        metadata: {name: crm}
        spec: {sourceRef: {name: shop} {{members}} }
        """);

    private string DestinationWithFunction(string source) => _folder.Write(
        "destination.yaml",
        $$"""
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookDestination
        metadata: {name: crm}
        spec:
          sourceRef: {name: shop}
          enabled: true
          insertFunction:
            settings: {n: 7}
            secretSettingsRef: {name: crm-settings}
            source: |
              {{source}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: crm-settings}
        stringData: {key: s3cret}
        """);

    private static (int Code, string Output, string Error) Try(string input, bool terminal, params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var command = TryCommand.Create(new(() => new MemoryStream(Encoding.UTF8.GetBytes(input)), () => new MemoryStream(), terminal));
        var code = command.Parse(arguments).Invoke(new() { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
