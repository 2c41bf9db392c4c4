using System.Globalization;
using System.Text;
using CsCheck;
using ExtensibleWebhooks.Worker.Ingest;

namespace ExtensibleWebhooks.Worker.Tests.Ingest;

public class TimestampsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-07-01T12:00:00.123Z", "2026-07-01T12:00:00.1230000Z")]
    [InlineData("2026-07-01T12:00:00.1234567Z", "2026-07-01T12:00:00.1234567Z")]
    [InlineData("2026-07-01T12:00:00.123456789Z", "2026-07-01T12:00:00.1234567Z")]
    [InlineData("2026-07-01T12:00:00Z", "2026-07-01T12:00:00.0000000Z")]
    [InlineData("2026-07-01T12:00:00z", "2026-07-01T12:00:00.0000000Z")]
    [InlineData("2026-07-01T12:00:00.123456+00:00", "2026-07-01T12:00:00.1234560Z")]
    [InlineData("2026-07-01T14:00:00.123+02:00", "2026-07-01T12:00:00.1230000Z")]
    [InlineData("2026-07-01T07:00:00-0500", "2026-07-01T12:00:00.0000000Z")]
    [InlineData("2026-07-01T12:00:00.5", "2026-07-01T12:00:00.5000000Z")]
    [InlineData("2026-07-01 12:00:00", "2026-07-01T12:00:00.0000000Z")]
    [InlineData("2026-07-01T12:00", "2026-07-01T12:00:00.0000000Z")]
    [InlineData("2026-07-01", "2026-07-01T00:00:00.0000000Z")]
    public void Parse_OfATimeThatSdksSend_IsThatInstant(string text, string expected)
    {
        Assert.True(Timestamps.TryParse(Encoding.UTF8.GetBytes(text), out var time));

        Assert.Equal(expected, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffZ", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("Wed, 01 Jul 2026 12:00:00 GMT")]
    [InlineData("2026-13-01T12:00:00Z")]
    [InlineData("1782907200000")]
    [InlineData("2026-07-01T12:00:00Z and much more text behind it than any time ever has")]
    [InlineData("2026-07-01T12:00:00\"Z")]
    [InlineData("2026-07-01T12:00:00\\u0000")]
    public void Parse_OfAnythingElse_IsFalse(string text) => Assert.False(Timestamps.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Parse_OfAnyBytes_DoesNotThrow() =>
        Gen.Byte.Array[0, 80].Sample(bytes => Timestamps.TryParse(bytes, out _) || true);

    [Fact]
    public void Parse_OfWhatWasWritten_IsTheSameMillisecond() => Gen.Long[0, DateTimeOffset.MaxValue.Ticks].Sample(ticks =>
    {
        var json = new byte[Timestamps.JsonBytes];
        Timestamps.WriteJson(new DateTimeOffset(ticks, TimeSpan.Zero), json);

        Assert.True(Timestamps.TryParse(json.AsSpan(1..^1), out var time));
        Assert.Equal(ticks / TimeSpan.TicksPerMillisecond, time.UtcTicks / TimeSpan.TicksPerMillisecond);
    });

    [Fact]
    public void Correct_ForAnyClockError_KeepsTheTimeBetweenHappeningAndArriving() =>
        Gen.Select(Gen.Int[-86_400_000, 86_400_000], Gen.Int[0, 86_400_000]).Sample((clockError, age) =>
        {
            // The client's clock is wrong by the same amount at both times; the request took no time.
            var happened = Noon.AddMilliseconds(clockError - age);
            var sent = Noon.AddMilliseconds(clockError);

            Assert.Equal(Noon.AddMilliseconds(-age), Timestamps.Correct(happened, sent, Noon));
        });

    [Fact]
    public void Correct_WithoutSentAt_KeepsTheClientsTime() => Assert.Equal(Noon.AddDays(-9), Timestamps.Correct(Noon.AddDays(-9), null, Noon));

    [Fact]
    public void Correct_WithoutATime_IsWhenItCame() => Assert.Equal(Noon, Timestamps.Correct(null, Noon.AddDays(3), Noon));

    [Fact]
    public void Correct_BeyondTheCalendar_IsWhenItCame() => Assert.Equal(Noon, Timestamps.Correct(DateTimeOffset.MaxValue, DateTimeOffset.MinValue, Noon));
}
