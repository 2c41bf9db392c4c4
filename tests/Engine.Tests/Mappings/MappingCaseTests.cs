using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings;
using ExtensibleWebhooks.Engine.Tests.Cases;

namespace ExtensibleWebhooks.Engine.Tests.Mappings;

/// <summary>
/// Rows of Cases/mappings: <c>{"map": mapping, "event": event, "gives": value}</c>, the value compared as text;
/// <c>"missing": true</c> or <c>"fails": part of the message</c> in the place of <c>gives</c>;
/// or <c>{"map", "errors": ["place: part of the message", …]}</c>. <c>event</c> may be left out where it does not matter.
/// </summary>
public class MappingCaseTests
{
    private const string Mappings = "mappings";
    private const string Liquid = "mappings/liquid";

    public static TheoryData<string, int, string> Cases => CaseTable.Read(Mappings);

    public static TheoryData<string, int, string> LiquidCases => CaseTable.Read(Liquid);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mapping_OfTheTable_DoesWhatTheRowSays(string file, int index, string title) => Check(CaseTable.Row(Mappings, file, index), title);

    /// <summary>Rows of Cases/mappings/liquid, in the same form; what they give is liquidjs's, but for those of differences.json.</summary>
    [Theory]
    [MemberData(nameof(LiquidCases))]
    public void Template_OfTheTable_DoesWhatTheRowSays(string file, int index, string title) => Check(CaseTable.Row(Liquid, file, index), title);

    private static void Check(JsonElement row, string title)
    {
        using var source = Read(row.GetProperty("map"));
        var builder = new MappingBuilder();
        var node = builder.Build(source.Root, "map");

        if (row.TryGetProperty("errors", out var errors))
        {
            var expected = errors.EnumerateArray().Select(error => error.GetString() ?? "").ToList();
            var actual = builder.Diagnostics.Select(diagnostic => diagnostic.ToString()).ToList();
            Assert.True(expected.Count == actual.Count && expected.Zip(actual).All(pair => pair.Second.StartsWith(pair.First, StringComparison.Ordinal)),
                $"{title}\nexpected {string.Join("\n  ", expected)}\nfound    {string.Join("\n  ", actual)}");
            return;
        }

        Assert.Empty(builder.Diagnostics);
        using var document = row.TryGetProperty("event", out var @event) ? Read(@event) : Read(JsonSerializer.SerializeToElement(new { }));
        using var context = new RenderContext();
        using var output = new ByteBuffer();
        var written = node.Write(document.Root, context, output);

        if (row.TryGetProperty("fails", out var failure))
        {
            Assert.Contains(failure.GetString() ?? "", context.Failure, StringComparison.Ordinal);
            return;
        }

        Assert.Null(context.Failure);
        Assert.Equal(0, context.Mark);
        Assert.Equal(row.TryGetProperty("gives", out var gives) ? gives.GetRawText() : null, written ? Encoding.UTF8.GetString(output.Written) : null);
    }

    private static EventDocument Read(JsonElement element)
    {
        var result = EventDocument.Parse(Encoding.UTF8.GetBytes(element.GetRawText()));
        Assert.True(result.IsRead, result.Problem?.ToString());
        return result.Document;
    }
}
