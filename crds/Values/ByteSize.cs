using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.Values;

/// <summary>
/// A number of bytes: <c>10Gi</c>, <c>512Ki</c>, <c>4MB</c>, <c>1000000</c>. Ki, Mi, Gi, Ti are powers of 1024, K, M, G, T of 1000; a final B may follow.
/// A text that is no size still makes a value, with <see cref="IsValid"/> false, so that reading an object never throws and validation can say where.
/// </summary>
[Pattern(Expression, Says)]
[Length(1, MaxLength)]
[JsonConverter(typeof(Converter))]
public readonly partial record struct ByteSize
{
    public const string Expression = @"^[0-9]+(\.[0-9]+)?([kKMGT]i?)?B?$";
    public const string Says = "a size such as 512Ki, 4MB, 10Gi (Ki, Mi, Gi, Ti are powers of 1024; K, M, G, T of 1000)";

    /// <summary>Most characters of a size's text.</summary>
    public const int MaxLength = 32;

    private ByteSize(string text, long bytes, bool isValid)
    {
        Text = text;
        Bytes = bytes;
        IsValid = isValid;
    }

    /// <summary>As the user wrote it.</summary>
    public string Text { get; }

    /// <summary>Whole bytes, rounded down; 0 when the text is not valid.</summary>
    public long Bytes { get; }

    public bool IsValid { get; }

    /// <summary>Reads a text; never throws.</summary>
    public static ByteSize Parse(string text)
    {
        var match = text.Length <= MaxLength ? Whole().Match(text) : Match.Empty;
        if (!match.Success)
        {
            return new ByteSize(text, 0, isValid: false);
        }

        var bytes = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * FactorOf(match.Groups[2].Value);
        return bytes > long.MaxValue / 2 ? new ByteSize(text, 0, isValid: false) : new ByteSize(text, (long)bytes, isValid: true);
    }

    /// <summary>As a Kubernetes quantity, which knows neither a final B nor a capital K (but Ki).</summary>
    public string ToQuantity() => Text.EndsWith('B') || Text.EndsWith('K') ? Bytes.ToString(CultureInfo.InvariantCulture) : Text;

    public override string ToString() => Text;

    private static double FactorOf(string unit) => unit switch
    {
        "" => 1,
        "k" or "K" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "ki" or "Ki" => 1L << 10,
        "Mi" => 1L << 20,
        "Gi" => 1L << 30,
        _ => 1L << 40,
    };

    // \z and not $, which in .NET lets a line end follow.
    [GeneratedRegex(@"^([0-9]+(?:\.[0-9]+)?)((?:[kKMGT]i?)?)B?\z")]
    private static partial Regex Whole();

    private sealed class Converter : JsonConverter<ByteSize>
    {
        public override ByteSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, ByteSize value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
