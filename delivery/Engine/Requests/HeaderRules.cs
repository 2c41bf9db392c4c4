using System.Buffers;
using System.Collections.Frozen;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>Which headers a mapping may set.</summary>
internal static class HeaderRules
{
    /// <summary>Bytes of a name or of a value; more than common servers take for all headers together.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>RFC 9110: token.</summary>
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>They frame the message or name the connection: the sender's to set, and a way to smuggle requests if they were not.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Upgrade", "Expect");

    /// <summary>Null: the name is right.</summary>
    public static string? CheckName(string name) =>
        name.Length is 0 or > MaxLength || name.AsSpan().ContainsAnyExcept(NameCharacters) ? $"{Quote(name)} is no legal header name: letters, digits and !#$%&'*+-.^_`|~ are."
        : Reserved.Contains(name) ? $"The header {name} cannot be set: the sender sets it."
        : null;

    /// <summary>Null: a header of this name may carry a destination's credentials.</summary>
    public static string? CheckCredentialName(string name) =>
        CheckName(name) is { } problem ? problem
        : name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)
            ? $"The header {name} cannot carry credentials: it says what the body is."
        : null;

    /// <summary>Null: the value is right.</summary>
    public static string? CheckValue(string name, string value)
    {
        if (value.Length > MaxLength)
        {
            return $"The value of the header {name} has {value.Length} characters; at most {MaxLength} are supported.";
        }

        foreach (var character in value)
        {
            if (character is not ('\t' or (>= ' ' and <= '~') or (>= '\u0080' and <= '\u00FF')))
            {
                return $"The value of the header {name} has the character U+{(int)character:X4}; headers take Latin-1 without control characters.";
            }
        }

        return null;
    }

    private static string Quote(string name) =>
        $"\"{string.Concat(name.Take(100).Select(character => character is >= ' ' and <= '~' ? character : '?'))}\"";
}
