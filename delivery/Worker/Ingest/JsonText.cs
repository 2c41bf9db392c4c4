using System.Text;
using System.Text.Json;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>The text of a string or a name, whatever was escaped in it.</summary>
internal static class JsonText
{
    /// <summary>An escaped half of a surrogate pair is no text for .NET: then the escapes stay as they are, which still tells one text from another.</summary>
    public static string Of(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
