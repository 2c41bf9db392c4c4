using System.Buffers;
using System.Text;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>
/// An object as application/x-www-form-urlencoded, as JavaScript's URLSearchParams writes it (WHATWG URL): the members, each with the text of its value,
/// so that an object inside is [object Object], an array is joined by commas and null is "null".
/// </summary>
internal static class FormBody
{
    private static readonly SearchValues<byte> Unescaped =
        SearchValues.Create("*-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public static void Write(EventValue data, ByteBuffer scratch, ByteBuffer output)
    {
        var first = true;
        foreach (var member in data.Members)
        {
            if (!first)
            {
                output.Append((byte)'&');
            }

            first = false;
            WriteEncoded(member.Name, output);
            output.Append((byte)'=');
            scratch.Clear();
            EventText.Append(member.Value, scratch);
            WriteEncoded(scratch.Written, output);
        }
    }

    private static void WriteEncoded(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        Span<byte> bytes = stackalloc byte[4];
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(Unescaped);
            output.Append(plain < 0 ? text : text[..plain]);
            if (plain < 0)
            {
                return;
            }

            text = text[plain..];
            if (text[0] == ' ')
            {
                output.Append((byte)'+');
                text = text[1..];
                continue;
            }

            // Lone surrogates become U+FFFD, as in every USVString.
            Rune.DecodeFromUtf8(text, out var rune, out _);
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                output.Append((byte)'%');
                output.Append("0123456789ABCDEF"u8[value >> 4]);
                output.Append("0123456789ABCDEF"u8[value & 0xF]);
            }

            text = text[Wtf8.ReadScalar(text, out _)..];
        }
    }
}
