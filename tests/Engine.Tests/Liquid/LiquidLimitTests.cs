using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Liquid;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Engine.Tests.Liquid;

/// <summary>A template costs a bounded amount of work, and says so where it is too much.</summary>
public class LiquidLimitTests
{
    private const string Event = """{"a":"0123456789","list":[1,2,3],"receivedAt":"2025-07-02T10:11:12.236Z","now":"1999-01-01T00:00:00Z"}""";

    public static TheoryData<string> Bombs =>
    [
        Repeat("{% assign a = a | append: a %}", 30),
        Repeat("{% assign a = a | replace: '', a %}", 20),
        Repeat("{% capture a %}{{ a }}{{ a }}{{ a }}{% endcapture %}", 15),
        Repeat("{% assign list = list | push: list %}", 25) + "{{ list }}",
        Repeat("{% assign list = list | push: list %}", 25) + "{{ list | json }}",
        Repeat("{% assign list = list | push: list %}", 25) + "{{ list == list }}",
        Repeat("{% assign a = a | url_encode | append: a %}", 22),
        Repeat("{% assign a = a | split: '' | join: a %}", 20),
        "{{ (1..1000000000) | size }}",
        "{{ (0..99999999999999999999999) }}",
        "{{ a | date: '%Y' }}{{ 1 | date: '%999999999Y' }}",
        "{{ 1 | date: '%9999Y' }}",
    ];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Template_ThatCostsTooMuch_FailsWithAMessage(string template)
    {
        var failure = Render(template, Event).Failure;

        Assert.NotNull(failure);
        Assert.EndsWith(".", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Template_ThatGivesTooMuch_SaysHowMuchIsPossible() =>
        Assert.Contains("more than 1048576 characters", Render(Repeat("{% assign a = a | append: a %}", 17) + "{{ a }}", Event).Failure, StringComparison.Ordinal);

    [Fact]
    public void Template_OfManyTags_IsWithinItsLimits() =>
        Assert.Equal(Repeat("0123456789", 142), Render(Repeat("{{ a }}", 142), Event).Text);

    [Fact]
    public void Compiler_ATemplateOfTooManyCharacters_SaysHowMany()
    {
        Assert.Empty(LiquidCompiler.Compile(new string('x', LiquidLimits.MaxTemplate)).Problems);

        var problem = Assert.Single(LiquidCompiler.Compile(new string('x', LiquidLimits.MaxTemplate + 1)).Problems);
        Assert.Equal("The template has 1001 characters; at most 1000 are possible.", problem.Message);
        Assert.Equal((1, 1001), (problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("{% if a %}", "{% endif %}", 16, "more than 16 blocks")]
    [InlineData("[", "]", 16, "more than 16 brackets")]
    [InlineData("(1..", ")", 16, "more than 16 brackets")]
    public void Compiler_TooManyInsideEachOther_IsAProblem(string open, string close, int most, string message)
    {
        string Nested(int count) => open[0] == '{' ? Repeat(open, count) + Repeat(close, count) : "{{ a" + (open == "[" ? "" : " == ") + Repeat(open, count) + "1" + Repeat(close, count) + " }}";

        Assert.Empty(LiquidCompiler.Compile(Nested(most)).Problems);
        Assert.Contains(LiquidCompiler.Compile(Nested(most + 1)).Problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{{ 'now' | date: '%Y-%m-%d %H:%M' }}")]
    [InlineData("{{ 'today' | date: '%Y-%m-%d %H:%M' }}")]
    public void Now_InAMapping_IsWhenTheEventWasReceived(string template)
    {
        var mapping = MappingCompiler.Compile(new MappingSource
        {
            Trigger = "all",
            Url = JsonElement.Parse("\"https://example.com/\""),
            Data = JsonElement.Parse("""{"at":{"@transform":{"apply":{},"mapping":{"x":{"@liquid":"TEMPLATE"}}}}}""".Replace("TEMPLATE", template, StringComparison.Ordinal)),
        }).Mapping;
        using var document = EventDocument.Parse(Encoding.UTF8.GetBytes(Event)).Document;
        using var request = new RenderedRequest();

        Assert.NotNull(mapping);
        Assert.NotNull(document);
        Assert.Null(mapping.Render(document, request));
        Assert.Equal("""{"at":{"x":"2025-07-02 10:11"}}""", Encoding.UTF8.GetString(request.Body.Span));
    }

    [Fact]
    public void Failure_OfATemplate_IsAnErrorOfTheMapping()
    {
        var mapping = MappingCompiler.Compile(new MappingSource
        {
            Trigger = "all",
            Url = JsonElement.Parse("\"https://example.com/\""),
            Data = JsonElement.Parse("""{"x":{"@liquid":"{{ '%zz' | url_decode }}"}}"""),
        }).Mapping;
        using var document = EventDocument.Parse("{}"u8.ToArray()).Document;
        using var request = new RenderedRequest();

        Assert.NotNull(mapping);
        Assert.NotNull(document);
        var error = mapping.Render(document, request);
        Assert.NotNull(error);
        Assert.Equal(RenderErrorKind.Mapping, error.Kind);
        Assert.StartsWith("spec.data.x[\"@liquid\"]: The filter url_decode cannot take the text", error.Message, StringComparison.Ordinal);
    }

    private static (string? Text, string? Failure) Render(string template, string @event)
    {
        var (compiled, problems) = LiquidCompiler.Compile(template);
        Assert.Empty(problems);
        Assert.NotNull(compiled);
        using var document = EventDocument.Parse(Encoding.UTF8.GetBytes(@event)).Document;
        Assert.NotNull(document);
        using var output = new ByteBuffer();
        var failure = compiled.Render(document.Root, document.Root.Member("receivedAt"u8), output);
        return failure is null ? (Encoding.UTF8.GetString(output.Written), null) : (null, failure);
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
