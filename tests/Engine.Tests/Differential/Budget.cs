using System.Globalization;

namespace ExtensibleWebhooks.Engine.Tests.Differential;

/// <summary>How much is compared: the same cases each time, unless the environment says otherwise.</summary>
internal static class Budget
{
    public const string CasesVariable = "EXTENSIBLE_WEBHOOKS_DIFFERENTIAL_CASES";
    public const string SeedVariable = "EXTENSIBLE_WEBHOOKS_DIFFERENTIAL_SEED";

    /// <summary>Questions that are asked at once.</summary>
    public const int Batch = 1000;

    /// <summary>Disagreements that are made small and shown; the rest is probably more of the same.</summary>
    public const int Problems = 5;

    public static int Cases => Read(CasesVariable, 20_000);

    public static int Seed => Read(SeedVariable, 1);

    /// <summary>A case has a source of its own, so that it can be made again alone.</summary>
    public static Random Source(int index) => new(unchecked((Seed * 1_000_003) + index));

    private static int Read(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
