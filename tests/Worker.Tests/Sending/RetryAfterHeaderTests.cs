using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Tests.Sending;

public class RetryAfterHeaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("120", 120)]
    [InlineData("1", 1)]
    [InlineData("Mon, 04 May 2026 12:00:30 GMT", 30)]
    public void Header_ThatMakesSense_IsAWait(string text, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfterHeader.Parse(text, Now));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("Mon, 04 May 2026 11:59:59 GMT")]
    [InlineData("Fri, 31 Feb 2026 12:00:30 GMT")]
    public void Header_ThatMakesNone_IsNoWait(string text) => Assert.Null(RetryAfterHeader.Parse(text, Now));

    [Theory]
    [InlineData("9999999999999999999999")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public void Header_BeyondAllBounds_IsALongWait(string text) => Assert.True(RetryAfterHeader.Parse(text, Now) > TimeSpan.FromDays(365));
}
