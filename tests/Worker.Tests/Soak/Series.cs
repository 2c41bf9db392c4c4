namespace ExtensibleWebhooks.Worker.Tests.Soak;

/// <summary>One figure over time, and whether it grows: the slope of the least squares over its second half, when caches and pools have their size.</summary>
internal sealed class Series(string name)
{
    private readonly List<(double Second, double Value)> _samples = [];

    public string Name => name;

    public void Add(TimeSpan at, double value) => _samples.Add((at.TotalSeconds, value));

    /// <summary>
    /// The growth over the second half may be a tenth of the mean, and what chance may make of it: three standard errors of the slope. The longer the run, the less chance may do.
    /// </summary>
    public Trend Trend()
    {
        var half = _samples[(_samples.Count / 2)..];
        var (meanTime, mean) = (half.Average(sample => sample.Second), half.Average(sample => sample.Value));
        var spread = half.Sum(sample => Math.Pow(sample.Second - meanTime, 2));
        var slope = half.Sum(sample => (sample.Second - meanTime) * (sample.Value - mean)) / spread;
        var residual = half.Sum(sample => Math.Pow(sample.Value - mean - (slope * (sample.Second - meanTime)), 2));
        var error = Math.Sqrt(residual / Math.Max(1, half.Count - 2) / spread);
        var span = half[^1].Second - half[0].Second;
        return new Trend(mean, half.Max(sample => sample.Value), slope, slope * span, (0.1 * mean) + (3 * error * span));
    }
}
