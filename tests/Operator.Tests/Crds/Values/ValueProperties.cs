using System.Globalization;
using CsCheck;
using ExtensibleWebhooks.Crds.Values;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Values;

public class ValueProperties
{
    [Fact]
    public void Duration_OfAnyText_NeverThrowsAndKeepsTheText() => Gen.String.Sample(text => Assert.Equal(text, Duration.Parse(text).Text));

    [Fact]
    public void Duration_OfWholeParts_IsTheirSum() =>
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 59], Gen.Int[0, 59], Gen.Int[0, 999]).Sample((hours, minutes, seconds, milliseconds) =>
        {
            var duration = Duration.Parse(FormattableString.Invariant($"{hours}h{minutes}m{seconds}s{milliseconds}ms"));

            Assert.True(duration.IsValid);
            Assert.Equal(new TimeSpan(0, hours, minutes, seconds, milliseconds), duration.Value);
        });

    [Fact]
    public void Duration_OfASpan_IsReadAsThatSpan() => Gen.Long[0, 5_000_000_000].Sample(milliseconds =>
        Assert.Equal(milliseconds, Duration.Of(TimeSpan.FromMilliseconds(milliseconds)).Value.TotalMilliseconds));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(250, "250ms")]
    [InlineData(14_400_000, "4h")]
    [InlineData(5_400_000, "1h30m")]
    [InlineData(1_500, "1s500ms")]
    public void Duration_OfASpan_IsItsShortestText(int milliseconds, string text) => Assert.Equal(text, Duration.Of(TimeSpan.FromMilliseconds(milliseconds)).Text);

    [Theory]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("100us", "00:00:00.0001000")]
    [InlineData("250ns", "00:00:00.0000002")]
    public void Duration_OfAFraction_IsExactToItsTick(string text, string span) => Assert.Equal(TimeSpan.Parse(span, CultureInfo.InvariantCulture), Duration.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("1d")]
    [InlineData("-1s")]
    [InlineData("1s\n")]
    [InlineData("1 s")]
    [InlineData("1000000h")]
    public void Duration_OfWhatIsNone_IsNotValid(string text) => Assert.False(Duration.Parse(text).IsValid);

    [Fact]
    public void ByteSize_OfAnyText_NeverThrowsAndKeepsTheText() => Gen.String.Sample(text => Assert.Equal(text, ByteSize.Parse(text).Text));

    [Theory]
    [InlineData("10Gi", 10L << 30, "10Gi")]
    [InlineData("512Ki", 512L << 10, "512Ki")]
    [InlineData("4MB", 4_000_000, "4000000")]
    [InlineData("1.5K", 1500, "1500")]
    [InlineData("1000", 1000, "1000")]
    [InlineData("1GiB", 1L << 30, "1073741824")]
    public void ByteSize_OfASize_IsItsBytesAndAQuantity(string text, long bytes, string quantity)
    {
        var size = ByteSize.Parse(text);

        Assert.True(size.IsValid);
        Assert.Equal((bytes, quantity), (size.Bytes, size.ToQuantity()));
    }

    [Theory]
    [InlineData("1 Gi")]
    [InlineData("Gi")]
    [InlineData("-1Gi")]
    [InlineData("1Gi\n")]
    [InlineData("99999999999999999999Ti")]
    public void ByteSize_OfWhatIsNone_IsNotValid(string text) => Assert.False(ByteSize.Parse(text).IsValid);
}
