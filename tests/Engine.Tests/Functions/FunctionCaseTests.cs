using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Functions;
using ExtensibleWebhooks.Engine.Tests.Cases;

namespace ExtensibleWebhooks.Engine.Tests.Functions;

/// <summary>
/// Rows of Cases/functions: <c>{"source": JavaScript, "event": event, "settings": object?, "secrets": object?, "gives": event}</c>, the result compared as text;
/// in the place of <c>gives</c> a <c>"verdict"</c> and a part of the <c>"message"</c>; <c>"console"</c> where it matters;
/// or <c>{"source", "errors": ["place: part of the message", …]}</c>. Without an event it is <c>{"type":"track"}</c>.
/// </summary>
public class FunctionCaseTests
{
    public static TheoryData<string, int, string> Cases => CaseTable.Read("functions");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Function_OfTheTable_DoesWhatTheRowSays(string file, int index, string title)
    {
        var row = CaseTable.Row("functions", file, index);
        var compiled = FunctionCompiler.Compile(row.GetProperty("source").GetString() ?? "");
        if (row.TryGetProperty("errors", out var errors))
        {
            var expected = errors.EnumerateArray().Select(error => error.GetString() ?? "").ToList();
            var actual = compiled.Diagnostics.Select(diagnostic => diagnostic.ToString()).ToList();
            Assert.True(expected.Count == actual.Count && expected.Zip(actual).All(pair => pair.Second.StartsWith(pair.First, StringComparison.Ordinal)),
                $"{title}\nexpected {string.Join("\n  ", expected)}\nfound    {string.Join("\n  ", actual)}");
            return;
        }

        Assert.True(compiled.IsCompiled, $"{title}\n{string.Join("\n", compiled.Diagnostics)}");
        var pool = new FunctionPool(compiled.Function, SettingsOf(row), TimeSpan.FromSeconds(60), TimeProvider.System);
        var outcome = pool.Run(EventOf(row));

        if (row.TryGetProperty("gives", out var gives))
        {
            Assert.True(outcome.Verdict == FunctionVerdict.Returned, $"{title}\n{outcome.Detail}");
            Assert.Equal(gives.GetRawText(), TextOf(outcome.Event));
        }
        else
        {
            Assert.Equal(row.GetProperty("verdict").GetString(), outcome.Verdict.ToString());
            Assert.Contains(row.GetProperty("message").GetString() ?? "", outcome.Detail, StringComparison.Ordinal);
        }

        if (row.TryGetProperty("console", out var console))
        {
            Assert.Equal(console.GetString(), outcome.Console);
        }
    }

    internal static string TextOf(EventDocument? document)
    {
        Assert.NotNull(document);
        using var output = new ByteBuffer();
        EventJson.Write(document.Root, output);
        return Encoding.UTF8.GetString(output.Written);
    }

    private static EventDocument EventOf(JsonElement row)
    {
        var json = row.TryGetProperty("event", out var given) ? given.GetRawText() : """{"type":"track"}""";
        var result = EventDocument.Parse(Encoding.UTF8.GetBytes(json));
        Assert.True(result.IsRead, result.Problem?.ToString());
        return result.Document;
    }

    private static FunctionSettings SettingsOf(JsonElement row)
    {
        JsonElement? settings = row.TryGetProperty("settings", out var given) ? given : null;
        var secrets = row.TryGetProperty("secrets", out var secret)
            ? secret.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString() ?? "")
            : [];
        return FunctionSettings.Merge(settings, secrets);
    }
}
