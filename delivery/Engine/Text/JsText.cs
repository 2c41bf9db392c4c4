namespace ExtensibleWebhooks.Engine.Text;

/// <summary>JavaScript's own notions of text where they differ from .NET's.</summary>
internal static class JsText
{
    private const char NextLine = '\u0085';
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>String.prototype.trim: the byte order mark is white space, U+0085 is none.</summary>
    public static string Trim(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    public static bool IsWhiteSpace(char character) => character == ByteOrderMark || (char.IsWhiteSpace(character) && character != NextLine);
}
