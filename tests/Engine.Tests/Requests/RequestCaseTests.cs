using System.Globalization;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Engine.Tests.Cases;

namespace ExtensibleWebhooks.Engine.Tests.Requests;

/// <summary>
/// Rows of Cases/requests: <c>{"mapping": {trigger?, url?, method?, headers?, data?}, "event", "request": "METHOD url\nHeader: value\n…\n\nbody"}</c>, the content type among the
/// headers when there is a body; or <c>"error": "Kind part of the message"</c>; or <c>"errors": ["place: part of the message", …]</c> of compiling.
/// </summary>
public class RequestCaseTests
{
    public static TheoryData<string, int, string> Cases => CaseTable.Read("requests");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Request_OfTheTable_IsWhatTheRowSays(string file, int index, string title)
    {
        var row = CaseTable.Row("requests", file, index);
        var result = MappingCompiler.Compile(SourceOf(row.GetProperty("mapping")));

        if (row.TryGetProperty("errors", out var errors))
        {
            var expected = errors.EnumerateArray().Select(error => error.GetString() ?? "").ToList();
            var actual = result.Diagnostics.Select(diagnostic => diagnostic.ToString()).ToList();
            Assert.True(expected.Count == actual.Count && expected.Zip(actual).All(pair => pair.Second.StartsWith(pair.First, StringComparison.Ordinal)),
                $"{title}\nexpected {string.Join("\n  ", expected)}\nfound    {string.Join("\n  ", actual)}");
            return;
        }

        Assert.True(result.IsCompiled, string.Join("\n", result.Diagnostics));
        var read = EventDocument.Parse(Encoding.UTF8.GetBytes(row.GetProperty("event").GetRawText()));
        using var document = Assert.IsType<EventDocument>(read.Document);
        using var request = new RenderedRequest();
        var error = result.Mapping.Render(document, request);

        var expectedText = row.GetProperty(row.TryGetProperty("error", out _) ? "error" : "request").GetString() ?? "";
        if (error is null)
        {
            Assert.Equal(expectedText, TextOf(request));
        }
        else
        {
            Assert.StartsWith(expectedText, $"{error.Kind} {error.Message}", StringComparison.Ordinal);
        }
    }

    private static MappingSource SourceOf(JsonElement mapping) => new()
    {
        Trigger = Optional(mapping, "trigger")?.GetString() ?? "all",
        Url = Optional(mapping, "url") ?? JsonSerializer.SerializeToElement("https://example.com/"),
        Method = Optional(mapping, "method"),
        Headers = Optional(mapping, "headers")?.EnumerateObject().ToDictionary(header => header.Name, header => header.Value),
        Data = Optional(mapping, "data"),
    };

    private static JsonElement? Optional(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static string TextOf(RenderedRequest request)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{request.Target.Method} {request.Target.Url.OriginalString}");
        foreach (var header in request.Target.Headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{header.Name}: {header.Value}");
        }

        if (request.HasBody)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nContent-Type: {request.Target.ContentType}\n\n{Encoding.UTF8.GetString(request.Body.Span)}");
        }

        return text.ToString();
    }
}
