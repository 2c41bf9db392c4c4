using System.Text;
using System.Text.Json;
using CsCheck;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Paths;
using ExtensibleWebhooks.Engine.Tests.Generators;

namespace ExtensibleWebhooks.Engine.Tests.Events;

public class EventPropertyTests
{
    [Fact]
    public void Reader_AnyBytes_AgreesWithTheStandardReader()
    {
        Gen.OneOf(Hostile.Bytes, Hostile.JsonTexts.Select(Encoding.UTF8.GetBytes)).Sample(bytes =>
            Assert.Equal(IsJson(bytes), EventDocument.Parse(bytes).IsRead));
    }

    [Fact]
    public void Writer_AnyEvent_IsReadAsTheSameAndWrittenTheSameAgain()
    {
        JsonGenerator.Values.Sample(text =>
        {
            var once = Write(text);

            Assert.Equal(once, Write(once));
        }, iter: 1000);
    }

    [Fact]
    public void Reader_AnEventAlreadyInJavaScriptsForm_CopiesItWhole()
    {
        using var document = EventDocument.Parse("{\"1\":[0.5,-12,\"é\\n\\\"\",{\"a\":null,\"b\":{}}],\"x\":0.000001}"u8.ToArray()).Document;

        Assert.True((document?.Root.Token.Traits & EventTokenTraits.Canonical) != 0);
    }

    [Fact]
    public void Path_AnyText_FindsSomethingOrNothing()
    {
        Gen.Select(Hostile.PathTexts, JsonGenerator.Values).Sample((path, text) =>
        {
            using var document = EventDocument.Parse(Encoding.UTF8.GetBytes(text)).Document;
            var root = document?.Root ?? default;
            var value = MappingPathSyntax.ParseDirective(path).Find(root);
            using var output = new ByteBuffer();
            if (!value.IsMissing)
            {
                EventJson.Write(value, output);
                EventText.Append(value, output);
            }

            Assert.Equal(value.GetText() is not null, value.Kind == EventValueKind.Text);
        }, iter: 1000);
    }

    private static string Write(string text)
    {
        var result = EventDocument.Parse(Encoding.UTF8.GetBytes(text));
        Assert.True(result.IsRead, $"{text}: {result.Problem}");
        using var document = result.Document;
        using var output = new ByteBuffer();
        EventJson.Write(document.Root, output);
        return Encoding.UTF8.GetString(output.Written);
    }

    private static bool IsJson(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = EventDocument.MaxDepth });
        try
        {
            while (reader.Read())
            {
            }

            return System.Text.Unicode.Utf8.IsValid(bytes);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
