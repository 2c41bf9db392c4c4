namespace ExtensibleWebhooks.Worker.Tests.Soak;

public class SeriesTests
{
    /// <summary>A heap between two collections, over ten minutes: a leak of a megabyte in ten seconds is found in it, and nothing where there is none.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(0.1, false)]
    public void Leak_UnderASawtooth_IsFound(double leak, bool isFlat)
    {
        var random = new Random(3);
        var series = new Series("heap");
        for (var second = 0; second < 600; second++)
        {
            series.Add(TimeSpan.FromSeconds(second), 30 + (second % 7 * 3) + (4 * random.NextDouble()) + (leak * second));
        }

        Assert.Equal(isFlat, series.Trend().IsFlat);
    }

    [Fact]
    public void WarmUp_IsNoLeak()
    {
        var series = new Series("heap");
        for (var second = 0; second < 20; second++)
        {
            series.Add(TimeSpan.FromSeconds(second), Math.Min(second, 6) * 10);
        }

        Assert.True(series.Trend().IsFlat);
    }
}
