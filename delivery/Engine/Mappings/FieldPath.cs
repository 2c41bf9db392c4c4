using System.Globalization;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings;

/// <summary>Places in a mapping, as diagnostics name them: <c>spec.data.items[0]["@path"]</c>.</summary>
internal static class FieldPath
{
    public static string Member(string parent, string name) =>
        IsPlain(name) ? $"{parent}.{name}" : $"{parent}[{Wtf8.GetString(JsonText.Quote(Wtf8.GetBytes(name)))}]";

    public static string Item(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");

    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
