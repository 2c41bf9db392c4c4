using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using CsCheck;
using ExtensibleWebhooks.Cli.Lines;

namespace ExtensibleWebhooks.Worker.Tests.Cli.Lines;

public class LineStreamTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"event":{}}""", """{"matched":true}""")]
    [InlineData("""{"trigger":"type = a","mapping":{"url":"http://a"},"event":{"type":"b"}}""", """{"matched":false}""")]
    [InlineData("""{"trigger":null,"mapping":null,"data":{"@path":"$.a"},"event":{"a":[1.0,"é\ud800",12345678901234567890]}}""", """{"matched":true,"data":[1,"é\ud800",12345678901234567890]}""")]
    [InlineData("""{"data":{"@path":"$.b"},"event":{"a":1}}""", """{"matched":true}""")]
    [InlineData("""{"data":null,"event":{}}""", """{"matched":true,"data":null}""")]
    [InlineData(
        """{"mapping":{"url":{"@path":"$.u"},"method":"PUT","headers":{"X-A":{"@path":"$.a"}},"data":{"a":{"@path":"$.a"}}},"event":{"u":"https://h/p?q","a":"x\"y"}}""",
        """{"matched":true,"request":{"method":"PUT","url":"https://h/p?q","headers":{"Content-Type":"application/json","X-A":"x\"y"},"body":"{\"a\":\"x\\\"y\"}"},"data":{"a":"x\"y"}}""")]
    [InlineData("""{"mapping":{"data":{"@path":"$.none"}},"event":{}}""", """{"matched":true,"request":{"method":"POST","headers":{}}}""")]
    [InlineData(
        """{"mapping":{"headers":{"content-type":"application/x-www-form-urlencoded"},"data":{"a":"b c"}},"event":{}}""",
        """{"matched":true,"request":{"method":"POST","headers":{"Content-Type":"application/x-www-form-urlencoded"},"body":"a=b+c"}}""")]
    [InlineData(
        """{"function":"async function onTrack(event) { console.log('seen'); event.a = 2; return event }","data":{"@path":"$.a"},"event":{"type":"track","a":1}}""",
        """{"console":"seen","matched":true,"data":2}""")]
    [InlineData(
        """{"trigger":"a = 1","function":"function onTrack(event) { event.a = 2; return event }","data":1,"event":{"type":"track","a":1}}""",
        """{"matched":false}""")]
    [InlineData("""{"trigger":"a = 2","function":"function onTrack(event) { event.a = 2; return event }","event":{"type":"track","a":1}}""", """{"matched":false}""")]
    public async Task Line_ThatIsRight_IsAnsweredAsDocumented(string line, string expected)
    {
        var answer = await AnswerAsync(line);

        Assert.Equal(expected + "\n", answer);
    }

    [Theory]
    [InlineData("", "Line", "the line is no JSON: ")]
    [InlineData("{", "Line", "the line is no JSON: ")]
    [InlineData("5", "Line", "the line is no object")]
    [InlineData("{}", "Line", "event is missing")]
    [InlineData("""{"triger":"all","event":{}}""", "Line", "there is no member \"triger\"")]
    [InlineData("""{"trigger":5,"event":{}}""", "Line", "trigger is no text")]
    [InlineData("""{"trigger":"\ud800","event":{}}""", "Line", "is no Unicode")]
    [InlineData("""{"\ud800":1,"event":{}}""", "Line", "is no Unicode")]
    [InlineData("""{"mapping":[],"event":{}}""", "Line", "mapping is no object")]
    [InlineData("""{"mapping":{"uri":""},"event":{}}""", "Line", "mapping has no member \"uri\"")]
    [InlineData("""{"mapping":{"headers":5},"event":{}}""", "Line", "mapping.headers is no object")]
    [InlineData("""{"mapping":{},"data":1,"event":{}}""", "Line", "both mapping and data")]
    [InlineData("""{"function":"function onTrack( {}","event":{}}""", "Compile", "is no JavaScript")]
    [InlineData("""{"function":"function onTrack() { throw new DropEvent('no') }","event":{"type":"track"}}""", "Dropped", "no")]
    [InlineData("""{"function":"function onPage(event) { return event }","event":{"type":"track"}}""", "NotSupported", "no handler for events of type track")]
    [InlineData("""{"function":"function onTrack() { return 5 }","event":{"type":"track"}}""", "Failed", "it returned a number")]
    [InlineData("""{"trigger":"type ==","mapping":{"url":"x"},"event":{}}""", "Compile", "mapping.url: Expected an absolute")]
    [InlineData("""{"trigger":"type = a","data":{"@pth":1},"event":{}}""", "Compile", "There is no directive @pth")]
    [InlineData("""{"mapping":{"url":{"@path":"$.u"}},"event":{}}""", "Url", "found null")]
    [InlineData("""{"mapping":{"data":{"@path":"$.u"}},"event":{"u":5}}""", "Data", "Expected the data as an object")]
    public async Task Line_ThatIsWrong_IsAnsweredByAnErrorAndTheNextIsAnswered(string line, string kind, string message)
    {
        var answers = (await AnswerAsync(line + "\n" + """{"event":{}}""")).Split('\n');

        Assert.Equal(["""{"matched":true}""", ""], answers[1..]);
        var error = JsonDocument.Parse(answers[0]).RootElement.GetProperty("error");
        Assert.Equal(kind, error.GetProperty("kind").GetString());
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_ThatDoesNotCompile_HasEachProblemWithItsPlace()
    {
        var answer = await AnswerAsync("""{"trigger":"type ==","data":{"@pth":1},"event":{}}""");

        var problems = JsonDocument.Parse(answer).RootElement.GetProperty("error").GetProperty("problems");
        Assert.Equal(["trigger", "trigger", "data[\"@pth\"]"], problems.EnumerateArray().Select(problem => problem.GetProperty("field").GetString()));
        Assert.Equal((1, 6), (problems[0].GetProperty("line").GetInt32(), problems[0].GetProperty("column").GetInt32()));
    }

    [Fact]
    public async Task Lines_OfMoreThanTheCachesHold_AreAnsweredInTheirOrder()
    {
        const int Count = 5000;
        var lines = new StringBuilder();
        for (var i = 0; i < Count; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $$"""{"trigger":"properties.n = {{i % 1500}}","data":{"n":{"@path":"$.properties.n"},"m":{{i % 700}} },"event":{"properties":{"n":{{i % 3000}} } } }""").Append('\n');
        }

        var answers = (await AnswerAsync(lines.ToString())).Split('\n');

        Assert.Equal(Count + 1, answers.Length);
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(i % 1500 == i % 3000 ? $$$"""{"matched":true,"data":{"n":{{{i % 3000}}},"m":{{{i % 700}}}}}""" : """{"matched":false}""", answers[i]);
        }
    }

    [Fact]
    public async Task Line_ThatIsTooLong_IsDroppedAndTheNextIsAnswered()
    {
        var answers = (await AnswerAsync("{}\n\"" + new string('x', LineReader.MaxLineBytes) + "\"\n" + """{"event":{}}""" + "\n")).Split('\n');

        Assert.Equal(4, answers.Length);
        Assert.Contains($"the line has more than {LineReader.MaxLineBytes} bytes", answers[1], StringComparison.Ordinal);
        Assert.Equal("""{"matched":true}""", answers[2]);
    }

    [Fact]
    public async Task Line_ThatComesAlone_IsAnsweredBeforeTheNext()
    {
        var input = new Pipe();
        var output = new Pipe();
        using var lines = new LineStream(2, TimeProvider.System);
        var running = lines.RunAsync(input.Reader.AsStream(), output.Writer.AsStream(), Cancelled);
        using var answers = new StreamReader(output.Reader.AsStream());

        for (var i = 0; i < 3; i++)
        {
            await input.Writer.WriteAsync(Encoding.UTF8.GetBytes($"{{\"data\":{i},\"event\":[]}}\n"), Cancelled);
            Assert.Equal($$"""{"matched":true,"data":{{i}}""" + "}", await answers.ReadLineAsync(Cancelled));
        }

        await input.Writer.CompleteAsync();
        await running;
    }

    [Fact]
    public async Task Stream_WhoseOutputIsClosed_Ends()
    {
        using var lines = new LineStream(2, TimeProvider.System);

        await lines.RunAsync(new EndlessLines(), new ClosedOutput(), Cancelled);
    }

    [Fact]
    public async Task Stream_WhenCancelledWhileTheInputWaits_Ends()
    {
        var input = new Pipe();
        using var lines = new LineStream(2, TimeProvider.System);
        using var ending = new CancellationTokenSource();
        var running = lines.RunAsync(input.Reader.AsStream(), Stream.Null, ending.Token);

        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void Lines_OfAnyBytes_AreAnsweredByOneObjectEach() =>
        Gen.OneOf(Gen.Byte.Array[0, 60].Select(Encoding.Latin1.GetString), Gen.Char["{}[]:,\"\\ud80triggeventmapngdaf1.\n"].Array[0, 80].Select(chars => new string(chars))).Sample(
            text =>
            {
                var bytes = Encoding.Latin1.GetBytes(text);
                using var output = new MemoryStream();
                using var lines = new LineStream(2, TimeProvider.System);
                lines.RunAsync(new MemoryStream(bytes), output, CancellationToken.None).GetAwaiter().GetResult();

                var answers = Encoding.UTF8.GetString(output.ToArray()).Split('\n')[..^1];
                var count = bytes.Length == 0 ? 0 : bytes.AsSpan()[..^1].Count((byte)'\n') + 1;
                return answers.Length == count && answers.All(answer => JsonDocument.Parse(answer).RootElement.ValueKind == JsonValueKind.Object);
            },
            iter: 500);

    private static async Task<string> AnswerAsync(string text)
    {
        using var output = new MemoryStream();
        using var lines = new LineStream(2, TimeProvider.System);
        await lines.RunAsync(new MemoryStream(Encoding.UTF8.GetBytes(text + (text.EndsWith('\n') ? "" : "\n"))), output, Cancelled);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Lines without an end.</summary>
    private sealed class EndlessLines : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            "{\"event\":{}}\n"u8.CopyTo(buffer.Span);
            return ValueTask.FromResult("{\"event\":{}}\n"u8.Length);
        }
    }

    /// <summary>Fails as a pipe that nobody reads.</summary>
    private sealed class ClosedOutput : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Broken pipe");
    }
}
