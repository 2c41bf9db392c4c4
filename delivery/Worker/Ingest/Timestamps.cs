using System.Globalization;
using System.Text.Json;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>Reads the ISO 8601 times that SDKs send, corrects them for the client's clock, and writes them as the reference does.</summary>
internal static class Timestamps
{
    /// <summary>Quotes included: "2026-07-01T12:00:00.000Z".</summary>
    public const int JsonBytes = 26;

    private const int MaxBytes = 64;

    /// <summary>
    /// The times of all known SDKs: Z with 3 (JavaScript), 7 (.NET) or 9 (Go) digits, offsets with and without a colon, a space for the T, no offset (read as UTC), a date alone.
    /// The text is what stands between the quotes.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is < 10 or > MaxBytes || text.Contains((byte)'"'))
        {
            return false;
        }

        Span<byte> json = stackalloc byte[MaxBytes + 10];
        json[0] = (byte)'"';
        text.CopyTo(json[1..]);
        var length = Complete(json[1..], text.Length);
        json[length + 1] = (byte)'"';
        var reader = new Utf8JsonReader(json[..(length + 2)]);
        try
        {
            return reader.Read() && reader.TryGetDateTimeOffset(out time);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// When it happened by our clock: receivedAt − (sentAt − originalTimestamp). Without sentAt the client's time stands; without that, or when the
    /// sum leaves the calendar, receivedAt does.
    /// </summary>
    public static DateTimeOffset Correct(DateTimeOffset? original, DateTimeOffset? sent, DateTimeOffset received)
    {
        if (original is not { } happened)
        {
            return received;
        }

        if (sent is not { } sentAt)
        {
            return happened;
        }

        var ticks = (Int128)received.UtcTicks - (sentAt.UtcTicks - happened.UtcTicks);
        return ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset((long)ticks, TimeSpan.Zero) : received;
    }

    /// <summary>Writes <see cref="JsonBytes"/> bytes: a JSON string in UTC with three digits.</summary>
    public static void WriteJson(DateTimeOffset time, Span<byte> destination)
    {
        destination[0] = (byte)'"';
        time.UtcDateTime.TryFormat(destination[1..], out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        destination[JsonBytes - 1] = (byte)'"';
    }

    /// <summary>Brings the other notations to the one that System.Text.Json reads; returns the new length.</summary>
    private static int Complete(Span<byte> text, int length)
    {
        if (length == 10)
        {
            "T00:00Z"u8.CopyTo(text[length..]);
            return length + 7;
        }

        if (text[10] == (byte)' ')
        {
            text[10] = (byte)'T';
        }

        var sign = text[10..length].LastIndexOfAny((byte)'+', (byte)'-') is >= 0 and var index ? index + 10 : -1;
        if (sign < 0 && text[length - 1] is not ((byte)'Z' or (byte)'z'))
        {
            text[length] = (byte)'Z';
            return length + 1;
        }

        if (text[length - 1] == (byte)'z')
        {
            text[length - 1] = (byte)'Z';
        }

        if (sign >= 0 && length - sign == 5)
        {
            // +0100 becomes +01:00.
            text[(sign + 3)..length].CopyTo(text[(sign + 4)..]);
            text[sign + 3] = (byte)':';
            return length + 1;
        }

        return length;
    }
}
