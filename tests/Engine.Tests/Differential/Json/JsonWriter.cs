using System.Globalization;
using System.Text;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Json;

/// <summary>On one line. Whatever is no letter, digit or sign of ASCII is escaped where it has to be; lone surrogates too, so that UTF-8 carries them.</summary>
internal static class JsonWriter
{
    public static string Write(JsonValue value)
    {
        var text = new StringBuilder();
        Append(value, text);
        return text.ToString();
    }

    public static string Quote(string value)
    {
        var text = new StringBuilder();
        AppendText(value, text);
        return text.ToString();
    }

    private static void Append(JsonValue value, StringBuilder text)
    {
        switch (value)
        {
            case JsonScalar scalar:
                text.Append(scalar.Source);
                break;
            case JsonText leaf:
                AppendText(leaf.Value, text);
                break;
            case JsonList list:
                AppendAll('[', list.Items, item => Append(item, text), ']', text);
                break;
            case JsonObject members:
                AppendAll('{', members.Members, member => AppendMember(member, text), '}', text);
                break;
        }
    }

    private static void AppendAll<T>(char open, IEnumerable<T> parts, Action<T> append, char close, StringBuilder text)
    {
        text.Append(open);
        var start = text.Length;
        foreach (var part in parts)
        {
            text.Append(text.Length > start ? "," : "");
            append(part);
        }

        text.Append(close);
    }

    private static void AppendMember(JsonMember member, StringBuilder text)
    {
        AppendText(member.Name, text);
        text.Append(':');
        Append(member.Value, text);
    }

    private static void AppendText(string value, StringBuilder text)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                text.Append(value, i++, 2);
            }
            else if (value[i] is '"' or '\\')
            {
                text.Append('\\').Append(value[i]);
            }
            else if (char.IsControl(value[i]) || char.IsSurrogate(value[i]))
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)value[i]:x4}");
            }
            else
            {
                text.Append(value[i]);
            }
        }

        text.Append('"');
    }
}
