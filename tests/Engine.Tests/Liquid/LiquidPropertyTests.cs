using System.Text;
using CsCheck;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Liquid;
using ExtensibleWebhooks.Engine.Tests.Generators;

namespace ExtensibleWebhooks.Engine.Tests.Liquid;

public class LiquidPropertyTests
{
    [Fact]
    public void Compiler_AnyText_GivesATemplateOrProblemsInItsText()
    {
        Hostile.LiquidTexts.Sample(text =>
        {
            var (template, problems) = LiquidCompiler.Compile(text);

            Assert.Equal(template is null, problems.Count > 0);
            Assert.All(problems, problem =>
            {
                var lines = text.Split('\n');
                Assert.InRange(problem.Line, 1, lines.Length);
                Assert.InRange(problem.Column, 1, lines[problem.Line - 1].Length + 1);
            });
        }, iter: 5000);
    }

    [Fact]
    public void Template_OfAnyTextForAnyEvent_GivesTheSameTwiceOrFails()
    {
        Gen.Select(Hostile.LiquidTexts, JsonGenerator.Values).Sample((text, @event) =>
        {
            if (LiquidCompiler.Compile(text).Template is not { } template)
            {
                return;
            }

            using var document = EventDocument.Parse(Encoding.UTF8.GetBytes($"{{\"a\":{@event},\"b\":{{\"c\":[{@event}]}}}}")).Document;
            Assert.NotNull(document);
            using var first = new ByteBuffer();
            using var second = new ByteBuffer();
            Assert.Equal(template.Render(document.Root, default, first), template.Render(document.Root, default, second));
            Assert.True(first.Written.SequenceEqual(second.Written));
            Assert.InRange(first.Length, 0, 3 * LiquidLimits.MaxOutput);
        }, iter: 3000);
    }

    [Fact]
    public void Filters_OnAnyValues_NeverThrow()
    {
        string[] filters =
        [
            "upcase", "join: b", "split: b", "slice: b, 2", "slice: 0, b", "where: 'a', b", "where: b", "sum: b", "json: b", "truncate: b, b", "truncatewords: b", "round: b", "date: b", "date: '%c', b", "date: '%Y-%m-%d %j %U %s'", "replace: b, a",
            "replace_last: b, 'x'", "remove: b", "strip: b", "slugify", "url_encode", "url_decode", "base64_decode", "sha256", "default: b, allow_false: b", "push: b", "first", "last", "size", "modulo: b", "divided_by: b, b", "at_least: b", "number_of_words: b", "strip_html", "escape_once", "cgi_escape", "to_integer", "compact",
        ];
        Gen.Select(Gen.OneOf(filters), Gen.OneOf(filters), JsonGenerator.Values, JsonGenerator.Values).Sample((filter, then, a, b) =>
        {
            var template = LiquidCompiler.Compile($"{{{{ a | {filter} | {then} }}}}{{% if a == b or a > b or a contains b %}}x{{% endif %}}{{{{ a[b] }}}}").Template;
            using var document = EventDocument.Parse(Encoding.UTF8.GetBytes($"{{\"a\":{a},\"b\":{b}}}")).Document;
            Assert.NotNull(template);
            Assert.NotNull(document);
            using var output = new ByteBuffer();
            template.Render(document.Root, default, output);
        }, iter: 5000);
    }

    [Fact]
    public void Template_WithoutBraces_IsItself()
    {
        Hostile.LiquidTexts.Where(text => !text.Contains('{', StringComparison.Ordinal)).Sample(text =>
        {
            using var output = new ByteBuffer();
            Assert.Null(LiquidCompiler.Compile(text).Template?.Render(default, default, output));
            Assert.Equal(text, ExtensibleWebhooks.Engine.Text.Wtf8.GetString(output.Written));
        }, iter: 1000);
    }

    [Fact]
    public void Template_OfManyThreads_GivesTheSameToAll()
    {
        var template = LiquidCompiler.Compile(" {%- assign x = a | split: ',' -%} {{ x | join: '-' }}{% increment n %}{% cycle 1, 2 %} {{- x.size }}").Template;
        Assert.NotNull(template);
        using var document = EventDocument.Parse("""{"a":"1,2,3","n":5}"""u8.ToArray()).Document;
        Assert.NotNull(document);
        var root = document.Root;

        Parallel.For(0, 200, _ =>
        {
            using var output = new ByteBuffer();
            Assert.Null(template.Render(root, default, output));
            Assert.Equal("1-2-3513", Encoding.UTF8.GetString(output.Written));
        });
    }
}
