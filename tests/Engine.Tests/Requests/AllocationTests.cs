using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Engine.Tests.Requests;

/// <summary>The hot path allocates a document an event, and nothing else once its room has grown.</summary>
public class AllocationTests
{
    private const int Runs = 200;

    /// <summary>The document itself; its table is pooled.</summary>
    private const int DocumentBytes = 64;

    private const string Event =
        """
        {"type":"track","event":"Order Completed","userId":"u","text":"é \n \"q\"","n":1.50,"properties":{"total":129.95,"a":null,"products":[{"id":"p-1","price":29.95},{"id":"p-2","price":50}]},"9":1,"1":2}
        """;

    [Fact]
    public void Parsing_AnEvent_AllocatesTheDocumentOnly()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"type\":\"track\",\"n\":[1,2.5,{\"text\":\"plain\"}]}");

        Assert.InRange(Allocated(() => EventDocument.Parse(bytes).Document?.Dispose()), 0, DocumentBytes);
    }

    [Theory]
    [InlineData("type = \"track\" and (event = \"x\" or contains(text, \"q\") and match(event, \"Order*[a-d]\"))")]
    [InlineData("!(n < 1) and n != 2 and properties.products[1].price = 50 and properties.products.length >= 2 and text.length = 7")]
    [InlineData("properties.a = null and nope != true and userId != null")]
    public void Asking_ATrigger_AllocatesNothing(string trigger)
    {
        var mapping = Compile(trigger, "\"https://example.com/\"", "{}");
        using var document = Read();
        Assert.True(mapping.Matches(document));

        Assert.Equal(0, Allocated(() => mapping.Matches(document)));
    }

    [Theory]
    [InlineData("\"https://example.com/\"", "{\"@path\":\"$.\"}")]
    [InlineData("\"https://example.com/\"", "{\"a\":{\"@path\":\"$.n\"},\"t\":{\"@template\":\"{{text}} {{properties.total}} {{properties.products}}\"},\"l\":[{\"@path\":\"$.nope\"},{\"@literal\":{\"@path\":\"$.text\"}}]}")]
    [InlineData("\"https://example.com/\"", "{\"i\":{\"@if\":{\"blank\":{\"@path\":\"$.properties.products\"},\"then\":{\"@path\":\"$.text.length\"}}},\"p\":{\"@arrayPath\":[\"$.properties.products\",{\"x\":{\"@path\":\"$.id\"},\"y\":{\"@if\":{\"exists\":{\"@template\":\"{{id}}\"},\"then\":1}}}]}}")]
    [InlineData("{\"@template\":\"https://example.com/{{userId}}\"}", "{\"n\":{\"@path\":\"$.n\"}}")]
    public void Rendering_ARequest_AllocatesNothing(string url, string data)
    {
        var mapping = Compile("all", url, data);
        using var document = Read();
        using var request = new RenderedRequest();
        Assert.Null(mapping.Render(document, request));

        Assert.Equal(0, Allocated(() => mapping.Render(document, request)));
    }

    /// <summary>Bytes a run: the least of many, since a tier of the compiler may arrive in between.</summary>
    private static long Allocated(Action action)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Runs; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static EventDocument Read() => Assert.IsType<EventDocument>(EventDocument.Parse(Encoding.UTF8.GetBytes(Event)).Document);

    private static CompiledMapping Compile(string trigger, string url, string data)
    {
        var result = MappingCompiler.Compile(new MappingSource { Trigger = trigger, Url = JsonElement.Parse(url), Data = JsonElement.Parse(data) });
        Assert.True(result.IsCompiled, string.Join("\n", result.Diagnostics));
        return result.Mapping;
    }
}
