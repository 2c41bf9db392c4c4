using System.Text;

namespace ExtensibleWebhooks.Cli.Manifests;

/// <summary>Reads what a user named, up to a bound: it may be a pipe, a disk image or a picture.</summary>
internal static class BoundedFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All bytes, or why there are none.</summary>
    public static (byte[]? Bytes, string? Problem) Read(Func<Stream> open, int maxBytes)
    {
        try
        {
            using var stream = open();
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            while (stream.Read(buffer) is var read and > 0)
            {
                content.Write(buffer, 0, read);
                if (content.Length > maxBytes)
                {
                    return (null, $"is larger than {maxBytes} bytes");
                }
            }

            return (content.ToArray(), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"cannot be read: {error.Message}");
        }
    }

    /// <summary>The text, without a byte order mark; null where the bytes are none: not UTF-8 (nor UTF-16 with its mark), or with a NUL.</summary>
    public static string? TextOf(byte[] bytes)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes), Strict, detectEncodingFromByteOrderMarks: true);
            var text = reader.ReadToEnd();
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
