namespace ExtensibleWebhooks.Engine.Liquid.Syntax;

/// <summary>liquidjs's classes of characters.</summary>
internal static class LiquidCharacters
{
    /// <summary>Part of a name: letters, digits, hyphen, underscore, question mark, and all beyond ASCII but white space and curly quotes.</summary>
    public static bool IsWord(char character) => character < 0x80
        ? char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '?'
        : !IsBlank(character) && character is not ('\u201C' or '\u201D');

    public static bool IsBlank(char character) => character is (>= '\t' and <= '\r') or ' ' or '\u00A0' or '\u1680' or '\u180E'
        or (>= '\u2000' and <= '\u200A') or '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000';
}
