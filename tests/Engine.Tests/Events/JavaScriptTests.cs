using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Tests.Generators;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Tests.Events;

/// <summary>What the engine writes against what JavaScript writes.</summary>
public partial class JavaScriptTests
{
    private const int Samples = 4000;

    [Fact]
    public async Task Json_AnyValue_IsWrittenAsJsonStringifyWritesIt()
    {
        var texts = Take(JsonGenerator.Values.Where(text => !LongInteger().IsMatch(text) && !text.Contains("__proto__", StringComparison.Ordinal)));

        var expected = await Node.MapAsync("return JSON.stringify(JSON.parse(line))", texts, TestContext.Current.CancellationToken);

        var mistakes = texts.Zip(expected, texts.Select(text => Write(text, EventJson.Write))).Where(row => row.Second != row.Third);
        Assert.Empty(mistakes);
    }

    [Fact]
    public async Task Text_OfAnyValue_IsWhatStringGives()
    {
        var texts = Take(JsonGenerator.Values.Where(text => !LongInteger().IsMatch(text) && !text.Contains("__proto__", StringComparison.Ordinal)));

        // As JSON, so that line breaks and lone surrogates come through.
        var expected = await Node.MapAsync("return JSON.stringify(String(JSON.parse(line)))", texts, TestContext.Current.CancellationToken);

        var mistakes = texts.Zip(expected, texts.Select(text => Write(text, WriteString))).Where(row => row.Second != row.Third);
        Assert.Empty(mistakes);
    }

    [Fact]
    public async Task Numbers_OfEveryMagnitude_AreWrittenAsJavaScriptWritesThem()
    {
        var bits = Take(Gen.Long.Where(value => double.IsFinite(BitConverter.Int64BitsToDouble(value))));
        var lines = bits.Select(value => value.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));

        var expected = await Node.MapAsync("const b=Buffer.from(line,'hex');return String(b.readDoubleBE(0))", lines, TestContext.Current.CancellationToken);

        var mistakes = bits.Zip(expected, bits.Select(value => JsNumber.ToText(BitConverter.Int64BitsToDouble(value)))).Where(row => row.Second != row.Third);
        Assert.Empty(mistakes);
    }

    /// <summary>A table for where there is no node, made with it.</summary>
    [Theory]
    [InlineData(1.0, "1")]
    [InlineData(-0.0, "0")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(1e21, "1e+21")]
    [InlineData(123456789012345680000.0, "123456789012345680000")]
    [InlineData(1e-6, "0.000001")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.5e-10, "1.5e-10")]
    [InlineData(-1234.5678, "-1234.5678")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(123e-20, "1.23e-18")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    [InlineData(double.NaN, "NaN")]
    public void Number_OfTheTable_IsWrittenAsJavaScriptWritesIt(double value, string expected)
    {
        Assert.Equal(expected, JsNumber.ToText(value));
    }

    private delegate void Writer(in EventValue value, ByteBuffer output);

    private static void WriteString(in EventValue value, ByteBuffer output)
    {
        using var text = new ByteBuffer();
        EventText.Append(value, text);
        JsonText.WriteString(output, text.Written);
    }

    private static string Write(string text, Writer writer)
    {
        using var document = Assert.IsType<EventDocument>(EventDocument.Parse(Encoding.UTF8.GetBytes(text)).Document);
        using var output = new ByteBuffer();
        writer(document.Root, output);
        return Encoding.UTF8.GetString(output.Written);
    }

    private static List<T> Take<T>(Gen<T> generator) => [.. generator.Array[Samples].Single()];

    /// <summary>Integers beyond 2^53 keep their digits here and lose them in JavaScript, on purpose.</summary>
    [GeneratedRegex(@"(?<![\d.eE])\d{16,}(?![\d.eE])")]
    private static partial Regex LongInteger();
}
