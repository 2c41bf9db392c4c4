using System.Text.Json;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Engine.Tests.Cases;

/// <summary>
/// Tables of cases: JSON files in <c>Cases/&lt;folder&gt;</c>, each an array with one case a line. A case is read as text where its exact spelling counts.
/// </summary>
internal static class CaseTable
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    /// <summary>(file, index, what the case says), for a theory; the last is for the reader of the test's name only.</summary>
    public static TheoryData<string, int, string> Read(string folder)
    {
        var cases = new TheoryData<string, int, string>();
        foreach (var path in Directory.EnumerateFiles(Folder(folder), "*.json").Order(StringComparer.Ordinal))
        {
            using var table = JsonDocument.Parse(File.ReadAllText(path), Options);
            var index = 0;
            foreach (var row in table.RootElement.EnumerateArray())
            {
                var title = row.TryGetProperty("case", out var name) ? name.GetString() : row.GetRawText();
                cases.Add(Path.GetFileNameWithoutExtension(path), index++, title ?? "");
            }
        }

        return cases;
    }

    public static JsonElement Row(string folder, string file, int index)
    {
        using var table = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(folder), file + ".json")), Options);
        return table.RootElement[index].Clone();
    }

    public static string Folder(string name) => RepositoryRoot.At("tests", "Engine.Tests", "Cases", name);
}
