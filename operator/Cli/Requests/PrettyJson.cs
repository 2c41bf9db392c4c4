using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExtensibleWebhooks.Cli.Requests;

/// <summary>JSON as people read it.</summary>
internal static class PrettyJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text with a member a line; the text itself if it is no JSON, or has half a surrogate pair in it.</summary>
    public static string Format(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document, Indented);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return text;
        }
    }
}
