namespace ExtensibleWebhooks.Operator.Tests.Runtime;

/// <summary>The one place where tests make a random source: by seed, or with no chance in it at all.</summary>
internal sealed class SeededRandom : Random
{
    private readonly double _always;

    private SeededRandom(double always)
        : base(0) => _always = always;

    /// <summary>The same sequence in each run.</summary>
    public static Random Of(int seed) => new(seed);

    /// <summary>Always this number of [0, 1): 0 for a delay without jitter.</summary>
    public static Random Always(double value) => new SeededRandom(value);

    public override double NextDouble() => _always;
}
