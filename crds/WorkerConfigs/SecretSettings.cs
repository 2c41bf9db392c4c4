using System.Text;
using System.Text.Json;

namespace ExtensibleWebhooks.Crds.WorkerConfigs;

/// <summary>The file with a function's secret settings: a JSON object of the Secret's keys and their values as text, by name.</summary>
public static class SecretSettings
{
    public static byte[] Write(IReadOnlyDictionary<string, byte[]> data) => JsonSerializer.SerializeToUtf8Bytes(TextsOf(data));

    /// <summary>The same as the function gets them.</summary>
    public static IReadOnlyDictionary<string, string> TextsOf(IReadOnlyDictionary<string, byte[]> data) =>
        data.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetString(entry.Value));

    /// <summary>Null for what <see cref="Write"/> did not write.</summary>
    public static IReadOnlyDictionary<string, string>? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(file);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
