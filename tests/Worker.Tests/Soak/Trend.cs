namespace ExtensibleWebhooks.Worker.Tests.Soak;

/// <summary>How a figure went.</summary>
/// <param name="Mean">Of the second half.</param>
/// <param name="Max">Of the second half.</param>
/// <param name="Slope">A second.</param>
/// <param name="Growth">The slope over the second half.</param>
/// <param name="Allowed">What of it is no leak.</param>
internal sealed record Trend(double Mean, double Max, double Slope, double Growth, double Allowed)
{
    public bool IsFlat => Growth <= Allowed;
}
