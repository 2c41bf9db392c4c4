using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Functions.Values;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Functions;

/// <summary>A function's second argument: the settings of the spec, and over them the keys of a Secret. It has no text form, so that no log can hold one.</summary>
public sealed class FunctionSettings
{
    private FunctionSettings(EventDocument document, Redaction redaction)
    {
        Document = document;
        Redaction = redaction;
    }

    /// <summary>No settings: an empty object.</summary>
    public static FunctionSettings None { get; } = Merge(null, new Dictionary<string, string>());

    internal EventDocument Document { get; }

    internal Redaction Redaction { get; }

    /// <summary>A secret setting wins over one of the same name.</summary>
    /// <param name="settings">An object; anything else counts as none.</param>
    /// <param name="secrets">Each is a text, and is kept out of every message.</param>
    public static FunctionSettings Merge(JsonElement? settings, IReadOnlyDictionary<string, string> secrets)
    {
        using var json = new ByteBuffer();
        json.Append((byte)'{');
        if (settings is { ValueKind: JsonValueKind.Object } given)
        {
            foreach (var member in given.EnumerateObject().Where(member => !secrets.ContainsKey(member.Name)))
            {
                Write(json, member.Name, Encoding.UTF8.GetBytes(member.Value.GetRawText()));
            }
        }

        foreach (var (name, value) in secrets.OrderBy(secret => secret.Key, StringComparer.Ordinal))
        {
            Write(json, name, JsonText.Quote(Wtf8.GetBytes(value)));
        }

        json.Append((byte)'}');
        var document = EventDocument.Parse(json.Written.ToArray()).Document ?? EventDocument.Parse("{}"u8.ToArray()).Document;
        return new FunctionSettings(document ?? throw new InvalidOperationException("An empty object is JSON."), new Redaction(secrets.Values));
    }

    public override string ToString() => nameof(FunctionSettings);

    private static void Write(ByteBuffer json, string name, ReadOnlySpan<byte> value)
    {
        if (json.Length > 1)
        {
            json.Append((byte)',');
        }

        JsonText.WriteString(json, Wtf8.GetBytes(name));
        json.Append((byte)':');
        json.Append(value);
    }
}
