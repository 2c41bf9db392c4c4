namespace ExtensibleWebhooks.Engine.Tests.Differential;

/// <summary>Drawing from a seeded source.</summary>
internal static class Draw
{
    public static T Of<T>(this Random random, params IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>True once in so many draws.</summary>
    public static bool Once(this Random random, int times) => random.Next(times) == 0;

    public static IReadOnlyList<T> List<T>(this Random random, int least, int most, Func<T> draw) =>
        [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => draw())];
}
