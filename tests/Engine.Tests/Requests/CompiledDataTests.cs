using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Engine.Tests.Requests;

public class CompiledDataTests
{
    [Theory]
    [InlineData("""{"@path":"$.a"}""", """{"a":12345678901234567890}""", "12345678901234567890")]
    [InlineData("""[{"@path":"$.a"},1]""", """{"a":"x"}""", "[\"x\",1]")]
    [InlineData("\"text\"", "{}", "\"text\"")]
    [InlineData("null", "{}", "null")]
    [InlineData("""{"@path":"$.b"}""", """{"a":1}""", null)]
    public void Render_OfAnyValue_GivesIt(string data, string @event, string? expected)
    {
        var (error, json) = Render(data, @event);

        Assert.Null(error);
        Assert.Equal(expected, json);
    }

    [Fact]
    public void Render_OfADirectiveThatFails_SaysWhyAndGivesNothing()
    {
        var (error, json) = Render("""{"b":{"@path":{"@path":"$.a"}}}""", """{"a":5}""");

        Assert.Equal(RenderErrorKind.Mapping, error?.Kind);
        Assert.Null(json);
    }

    [Fact]
    public void Compile_OfDataThatAreWrong_ReportsEverythingWithItsPlace()
    {
        var result = Compile("""[{"@pth":"$.a"},{"b":{"@path":1}}]""");

        Assert.False(result.IsCompiled);
        Assert.Equal(["data[0][\"@pth\"]", "data[1].b[\"@path\"]"], result.Diagnostics.Select(diagnostic => diagnostic.Path));
    }

    private static DataResult Compile(string data)
    {
        using var json = JsonDocument.Parse(data);
        return DataCompiler.Compile(json.RootElement);
    }

    private static (RenderError? Error, string? Json) Render(string data, string @event)
    {
        var compiled = Compile(data).Data;
        using var document = EventDocument.Parse(Encoding.UTF8.GetBytes(@event)).Document;
        using var room = new RenderedRequest();
        Assert.NotNull(compiled);
        Assert.NotNull(document);
        var error = compiled.Render(document, room);
        return (error, room.HasBody ? Encoding.UTF8.GetString(room.Body.Span) : null);
    }
}
