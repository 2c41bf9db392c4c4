using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Tests.Cases;

namespace ExtensibleWebhooks.Engine.Tests.Fuzzing;

/// <summary>Everything of the case folders, as seeds: what is written there has something of every part of the languages in it.</summary>
internal sealed class Corpus
{
    private Corpus(IReadOnlyList<JsonElement> rows)
    {
        Triggers = [.. rows.Where(row => row.TryGetProperty("trigger", out _)).Select(row => row.GetProperty("trigger").GetString() ?? "")];
        Mappings = [.. rows.Where(row => row.TryGetProperty("map", out _)).Select(row => row.GetProperty("map").GetRawText())];
        Events = [.. rows.SelectMany(EventsOf).Distinct()];
    }

    public IReadOnlyList<string> Triggers { get; }

    public IReadOnlyList<string> Mappings { get; }

    public IReadOnlyList<string> Events { get; }

    public static Corpus Read() => new([.. Directory.EnumerateFiles(CaseTable.Folder(""), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file, Encoding.UTF8), new JsonDocumentOptions { MaxDepth = 256 }).RootElement.EnumerateArray())]);

    private static IEnumerable<string> EventsOf(JsonElement row)
    {
        if (row.TryGetProperty("event", out var @event))
        {
            yield return @event.GetRawText();
        }

        foreach (var name in (string[])["matches", "not"])
        {
            foreach (var one in row.TryGetProperty(name, out var events) ? events.EnumerateArray() : default)
            {
                yield return one.GetRawText();
            }
        }
    }
}
