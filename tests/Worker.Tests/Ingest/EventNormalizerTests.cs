using System.Text;
using System.Text.Json;
using CsCheck;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Ingest;

namespace ExtensibleWebhooks.Worker.Tests.Ingest;

public class EventNormalizerTests
{
    [Fact]
    public void Event_WithLittle_GetsWhatTheServerAdds()
    {
        var (events, _) = Normalizing.Event(EventType.Track, """{"userId":"u","event":"E"}""");

        Assert.Equal(
            """{"userId":"u","event":"E","type":"track","messageId":"id-1","originalTimestamp":"2026-07-01T12:00:00.250Z","timestamp":"2026-07-01T12:00:00.250Z","receivedAt":"2026-07-01T12:00:00.250Z","version":2}""",
            Assert.Single(events));
    }

    [Fact]
    public void Event_WithMuch_IsCopiedByteForByte()
    {
        const string kept = """
            "event" : "E\u00e9\/" , "properties": { "price" : 1.50, "big":12345678901234567890, "e":1E+2,"list" :[ 1, 2.0 ] }
            """;

        var (events, _) = Normalizing.Event(EventType.Track, $$"""{ {{kept}} ,"messageId":"m","userId":"u" }""");

        Assert.StartsWith($$"""{{{kept}},"userId":"u",""", Assert.Single(events), StringComparison.Ordinal);
    }

    [Fact]
    public void Event_WithWhatOnlyTheServerMaySay_IsOverruled()
    {
        var one = Normalizing.One(EventType.Page, """{"type":"track","userId":"u","version":"9","receivedAt":"1999-01-01","writeKey":"secret","messageId":"m"}""");

        Assert.Equal("page", one.GetProperty("type").GetString());
        Assert.Equal(2, one.GetProperty("version").GetInt32());
        Assert.Equal("2026-07-01T12:00:00.250Z", one.GetProperty("receivedAt").GetString());
        Assert.False(one.TryGetProperty("writeKey", out _));
        Assert.Equal(7, one.EnumerateObject().Count());
    }

    [Fact]
    public void Event_WithItsTimes_IsCorrectedForTheClientsClock()
    {
        var one = Normalizing.One(EventType.Page, """{"userId":"u","timestamp":"2020-01-01T00:00:00.000Z","sentAt":"2020-01-01T00:00:10+00:00"}""");

        Assert.Equal("2026-07-01T11:59:50.250Z", one.GetProperty("timestamp").GetString());
        Assert.Equal("2020-01-01T00:00:00.000Z", one.GetProperty("originalTimestamp").GetString());
        Assert.Equal("2020-01-01T00:00:10+00:00", one.GetProperty("sentAt").GetString());
    }

    [Fact]
    public void Batch_WithSentAt_LendsItToTheEventsThatHaveNone()
    {
        var (events, _) = Normalizing.Batch("""
            {"batch":[{"type":"page","userId":"u","timestamp":"2020-01-01T00:00:00Z"},
                      {"type":"page","userId":"u","timestamp":"2020-01-01T00:00:00Z","sentAt":"2020-01-01T00:00:01Z"}],"sentAt":"2020-01-01T00:00:05Z"}
            """);

        Assert.Equal(["2026-07-01T11:59:55.250Z", "2026-07-01T11:59:59.250Z"], events.Select(@event => JsonElement.Parse(@event).GetProperty("timestamp").GetString()));
        Assert.Equal(["2020-01-01T00:00:05Z", "2020-01-01T00:00:01Z"], events.Select(@event => JsonElement.Parse(@event).GetProperty("sentAt").GetString()));
    }

    [Fact]
    public void Event_WithATimeThatIsNone_HappenedWhenItCameAndKeepsWhatItSaid()
    {
        var one = Normalizing.One(EventType.Page, """{"userId":"u","timestamp":1782907200,"sentAt":"2020-01-01T00:00:00Z"}""");

        Assert.Equal("2026-07-01T12:00:00.250Z", one.GetProperty("timestamp").GetString());
        Assert.Equal(1782907200, one.GetProperty("originalTimestamp").GetInt64());
    }

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":3,"c":4}""", """{"a":1,"b":3,"c":4}""")]
    [InlineData("""{"a":1}""", """{}""", """{"a":1}""")]
    [InlineData("""{}""", """{"c": 4}""", """{"c": 4}""")]
    [InlineData("""{"\u0062":1}""", """{"b":2}""", """{"b":2}""")]
    [InlineData("""{"a":1.0}""", "null", """{"a":1.0}""")]
    [InlineData("""{"a":1}""", "\"text\"", "\"text\"")]
    [InlineData("7", """{"c":4}""", """{"c":4}""")]
    public void Batch_WithContextAndIntegrations_LendsThemToItsEvents(string root, string own, string expected)
    {
        foreach (var name in new[] { "context", "integrations" })
        {
            var (events, _) = Normalizing.Batch($$"""{"{{name}}":{{root}},"batch":[{"type":"page","userId":"u","{{name}}":{{own}}}]}""");

            Assert.Equal(expected, JsonElement.Parse(Assert.Single(events)).GetProperty(name).GetRawText());
        }
    }

    [Fact]
    public void Batch_WhoseContextGrowsWithItsEvents_IsTooLarge()
    {
        var item = """{"type":"page","userId":"u"}""";
        var json = $$"""{"context":{"x":"{{new string('x', 30_000)}}"},"batch":[{{string.Join(',', Enumerable.Repeat(item, 2000))}}]}""";

        using var events = new NormalizedEvents(new InFlightBudget());
        Assert.Equal(Answer.TooLarge, Normalizing.Normalizer(null).NormalizeBatch(Normalizing.Root(json), Normalizing.ReceivedAt, events));
    }

    [Theory]
    [InlineData("\"m-1\"", "\"m-1\"", "m-1")]
    [InlineData("\"m\\u002d1\"", "\"m\\u002d1\"", "m-1")]
    [InlineData("12.50", "\"12.50\"", "12.50")]
    [InlineData("\"\"", "\"id-1\"", "id-1")]
    [InlineData("null", "\"id-1\"", "id-1")]
    [InlineData("{}", "\"id-1\"", "id-1")]
    public void MessageId_OfTheSender_IsKeptAndItsKeyIsThatOfItsText(string sent, string expected, string text)
    {
        using var events = new NormalizedEvents(new InFlightBudget());
        Assert.Null(Normalizing.Normalizer(null).NormalizeEvent(Normalizing.Root($$"""{"userId":"u","messageId":{{sent}}}"""), EventType.Page, Normalizing.ReceivedAt, events));

        var entry = Assert.Single(events.Batch.Entries);
        var json = JsonElement.Parse(events.Batch.Bytes.Span.Slice(entry.Offset, entry.Length));
        Assert.Equal(expected, json.GetProperty("messageId").GetRawText());
        Assert.Equal(MessageKey.Of(text), entry.Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"a\":1} {}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"batch\":[")]
    public void Root_OfWhatIsNotOneObject_IsMalformed(string json)
    {
        Assert.Null(RequestRoot.TryRead(Encoding.UTF8.GetBytes(json), 100, out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void Root_ThatIsNotUtf8_IsMalformed() => Assert.Null(RequestRoot.TryRead(Encoding.Latin1.GetBytes("{\"a\":\"\u00ff\"}"), 100, out _));

    [Fact]
    public void Root_WithAByteOrderMark_IsRead() => Assert.NotNull(RequestRoot.TryRead("\uFEFF{}"u8.ToArray(), 100, out _));

    [Fact]
    public void Batch_DamagedAnywhere_IsMalformedOrGivesWholeEvents()
    {
        var json = Encoding.UTF8.GetBytes("""{"context":{"\ud83d\ude00":1},"sentAt":"2020-01-01T00:00:05Z","batch":[{"type":"track","userId":"u","event":"\ud83d\ude00","context":{"a":"\ud83d\ude00"},"messageId":"\u00e9\ud83d\ude00"},{"type":"alias","userId":"u","previousId":"p","integrations":{"All":false}}]}""");

        Gen.Select(Gen.Int[0, json.Length - 1], Gen.Byte, Gen.Int[0, json.Length - 1], Gen.Byte).Sample((first, one, second, two) =>
        {
            var damaged = json.ToArray();
            (damaged[first], damaged[second]) = (one, two);
            if (RequestRoot.TryRead(damaged, 100, out _) is { } root)
            {
                using var events = new NormalizedEvents(new InFlightBudget());
                Assert.Null(Normalizing.Normalizer(null).NormalizeBatch(root, Normalizing.ReceivedAt, events));
                foreach (var entry in events.Batch.Entries)
                {
                    JsonElement.Parse(events.Batch.Bytes.Span.Slice(entry.Offset, entry.Length));
                }
            }
        });
    }
}
