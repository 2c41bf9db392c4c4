using System.Text.Json;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Engine.Tests.Requests;

public class RequestTargetTests
{
    [Fact]
    public void Target_OfConstantParts_IsOneInstance()
    {
        var mapping = Compile("\"https://example.com/\"", "\"x\"");

        Assert.Same(Target(mapping, "{\"a\":1}"), Target(mapping, "{\"a\":2}"));
    }

    [Fact]
    public void Target_OfEqualParts_IsEqualWhateverTheMapping()
    {
        var first = Compile("{\"@path\":\"$.url\"}", "{\"@path\":\"$.tenant\"}");
        var second = Compile("\"https://example.com/1\"", "\"t\"");
        const string Event = "{\"url\":\"https://example.com/1\",\"tenant\":\"t\"}";

        var target = Target(first, Event);

        Assert.Same(target, Target(first, Event));
        Assert.Equal(target, Target(second, Event));
        Assert.Equal(target.GetHashCode(), Target(second, Event).GetHashCode());
        Assert.NotEqual(target, Target(first, Event.Replace("\"t\"", "\"u\"", StringComparison.Ordinal)));
        Assert.NotEqual(target, Target(first, Event.Replace("/1", "/2", StringComparison.Ordinal)));
    }

    [Fact]
    public void Request_AfterAnError_HoldsNothing()
    {
        var mapping = Compile("{\"@path\":\"$.url\"}", "\"t\"");
        using var request = new RenderedRequest();
        Assert.Null(mapping.Render(Read("{\"url\":\"https://example.com/1\"}"), request));

        var error = mapping.Render(Read("{}"), request);

        Assert.Equal(RenderErrorKind.Url, error?.Kind);
        Assert.False(request.HasBody);
        Assert.True(request.Body.IsEmpty);
        Assert.Throws<InvalidOperationException>(() => request.Target);
        Assert.Null(mapping.Render(Read("{\"url\":\"https://example.com/1\"}"), request));
    }

    [Fact]
    public void Request_LargerThanTheLimit_IsAnError()
    {
        var shape = "{\"@arrayPath\":[\"$.a\",{\"x\":{\"@template\":\"" + new string('x', 10_000) + "\"}}]}";
        var source = new MappingSource { Trigger = "all", Url = Json("\"https://example.com/\""), Data = Json("{\"a\":" + shape + "}") };
        using var request = new RenderedRequest();

        var error = MappingCompiler.Compile(source).Mapping?.Render(Read("{\"a\":[" + string.Join(",", Enumerable.Repeat("1", 5000)) + "]}"), request);

        Assert.Equal(RenderErrorKind.TooLarge, error?.Kind);
    }

    private static CompiledMapping Compile(string url, string header)
    {
        var source = new MappingSource { Trigger = "all", Url = Json(url), Headers = new Dictionary<string, JsonElement> { ["X-Tenant"] = Json(header) } };
        return Assert.IsType<CompiledMapping>(MappingCompiler.Compile(source).Mapping);
    }

    private static RequestTarget Target(CompiledMapping mapping, string @event)
    {
        using var request = new RenderedRequest();
        Assert.Null(mapping.Render(Read(@event), request));
        return request.Target;
    }

    private static EventDocument Read(string text) => Assert.IsType<EventDocument>(EventDocument.Parse(System.Text.Encoding.UTF8.GetBytes(text)).Document);

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
