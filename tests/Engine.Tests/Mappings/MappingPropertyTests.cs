using System.Text;
using System.Text.Json;
using CsCheck;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings;
using ExtensibleWebhooks.Engine.Mappings.Templates;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Engine.Tests.Generators;

namespace ExtensibleWebhooks.Engine.Tests.Mappings;

public class MappingPropertyTests
{
    private static readonly Gen<string> Directives = Gen.Recursive<string>((depth, inner) => depth >= 4
        ? Gen.OneOf(JsonGenerator.Values, Path())
        : Gen.OneOf(
            Path(),
            JsonGenerator.Values,
            Hostile.TemplateTexts.Select(text => $"{{\"@template\":{Quote(text)}}}"),
            inner.Select(value => $"{{\"@literal\":{value}}}"),
            Gen.Select(Gen.OneOf("exists", "blank"), inner, inner, inner).Select(parts => $"{{\"@if\":{{\"{parts.Item1}\":{parts.Item2},\"then\":{parts.Item3},\"else\":{parts.Item4}}}}}"),
            Gen.Select(Path(), inner).Select(parts => $"{{\"@arrayPath\":[{parts.Item1},{parts.Item2}]}}"),
            Gen.Select(Gen.OneOf("lower", "upper"), inner).Select(parts => $"{{\"@case\":{{\"operator\":\"{parts.Item1}\",\"value\":{parts.Item2}}}}}"),
            Gen.Select(Hostile.TemplateTexts, inner).Select(parts => $"{{\"@replace\":{{\"pattern\":\"a\",\"replacement\":\"$&\",\"pattern2\":{Quote(parts.Item1)},\"ignorecase\":true,\"value\":{parts.Item2}}}}}"),
            Gen.Select(Gen.OneOf("encode", "decode"), inner).Select(parts => $"{{\"@json\":{{\"mode\":\"{parts.Item1}\",\"value\":{parts.Item2}}}}}"),
            Gen.Select(Gen.OneOf("true", "false"), inner).Select(parts => $"{{\"@flatten\":{{\"separator\":\"_\",\"omitArrays\":{parts.Item1},\"value\":{parts.Item2}}}}}"),
            Gen.Select(Gen.OneOf("left", "right"), inner.Array[0, 3]).Select(parts => $"{{\"@merge\":{{\"direction\":\"{parts.Item1}\",\"objects\":[{string.Join(",", parts.Item2)}]}}}}"),
            Gen.Select(inner, inner).Select(parts => $"{{\"@transform\":{{\"apply\":{parts.Item1},\"mapping\":{parts.Item2}}}}}"),
            inner.Select(value => $"{{\"@excludeWhenNull\":{value}}}"),
            inner.Select(value => $"{{\"@path\":{value}}}"),
            inner.Select(value => $"{{\"@template\":{value}}}"),
            inner.Array[0, 3].Select(items => $"[{string.Join(",", items)}]"),
            inner.Array[0, 3].Select(items => $"{{{string.Join(",", items.Select((item, index) => $"\"k{index}\":{item}"))}}}")));

    [Fact]
    public void Compiler_AnyMapping_GivesAMappingOrDiagnostics()
    {
        Gen.Select(Gen.OneOf(Directives, Hostile.JsonTexts), Gen.OneOf(Directives, Hostile.PathTexts.Select(Quote)), JsonGenerator.Values).Sample((data, url, @event) =>
        {
            if (!IsJson(data) || !IsJson(url))
            {
                return;
            }

            var source = new MappingSource { Trigger = "all", Url = JsonElement.Parse(url), Data = JsonElement.Parse(data), Headers = new Dictionary<string, JsonElement> { ["X"] = JsonElement.Parse(url) } };
            var result = MappingCompiler.Compile(source);
            Assert.NotEqual(result.IsCompiled, result.Diagnostics.Count > 0);
            if (!result.IsCompiled)
            {
                return;
            }

            using var document = EventDocument.Parse(Encoding.UTF8.GetBytes(@event)).Document;
            using var request = new RenderedRequest();
            var error = result.Mapping.Render(Assert.IsType<EventDocument>(document), request);
            if (error is null && request.HasBody)
            {
                Assert.True(request.Target.IsForm || EventDocument.Parse(request.Body).IsRead);
            }
        }, iter: 1000);
    }

    [Fact]
    public void Node_Resolved_IsWhatItWrites()
    {
        Gen.Select(Directives, JsonGenerator.Values).Sample((mapping, @event) =>
        {
            using var source = EventDocument.Parse(Encoding.UTF8.GetBytes(mapping)).Document;
            using var document = EventDocument.Parse(Encoding.UTF8.GetBytes(@event)).Document;
            var builder = new MappingBuilder();
            var node = builder.Build(Assert.IsType<EventDocument>(source).Root, "map");
            if (builder.Diagnostics.Count > 0)
            {
                return;
            }

            using var context = new RenderContext();
            using var written = new ByteBuffer();
            using var resolved = new ByteBuffer();
            var hasValue = node.Write(Assert.IsType<EventDocument>(document).Root, context, written);
            Assert.Equal(0, context.Mark);
            var value = node.Resolve(document.Root, context);
            if (!value.IsMissing)
            {
                EventJson.Write(value, resolved);
            }

            Assert.Equal(hasValue, !value.IsMissing);
            Assert.Equal(Encoding.UTF8.GetString(written.Written), Encoding.UTF8.GetString(resolved.Written));
        }, iter: 1000);
    }

    [Fact]
    public void Template_WithoutPlaceholders_IsItself()
    {
        Hostile.TemplateTexts.Where(text => !text.Contains("{{", StringComparison.Ordinal)).Sample(text =>
        {
            using var output = new ByteBuffer();
            Template.Parse(text).Append(default, output);
            Assert.Equal(text, ExtensibleWebhooks.Engine.Text.Wtf8.GetString(output.Written));
        }, iter: 1000);
    }

    private static Gen<string> Path() => Hostile.PathTexts.Select(path => $"{{\"@path\":{Quote(path)}}}");

    private static string Quote(string text) => ExtensibleWebhooks.Engine.Text.Wtf8.GetString(
        ExtensibleWebhooks.Engine.Text.JsonText.Quote(ExtensibleWebhooks.Engine.Text.Wtf8.GetBytes(text)));

    private static bool IsJson(string text)
    {
        try
        {
            JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
