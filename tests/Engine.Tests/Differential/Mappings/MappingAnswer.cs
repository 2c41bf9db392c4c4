namespace ExtensibleWebhooks.Engine.Tests.Differential.Mappings;

/// <summary>What came of a mapping: one of the three.</summary>
/// <param name="Gives">JSON; empty: nothing at all.</param>
/// <param name="Failure">Why the event cannot be mapped.</param>
/// <param name="Refusal">Why the mapping does not compile; never of the reference.</param>
internal sealed record MappingAnswer(string? Gives, string? Failure, string? Refusal)
{
    private const string GivesStart = "{\"gives\":";

    public static MappingAnswer Given(string json) => new(json, null, null);

    public static MappingAnswer Failed(string message) => new(null, message, null);

    public static MappingAnswer Refused(string message) => new(null, null, message);

    /// <summary>A line of answer.mjs; what it gives is kept as it is written.</summary>
    public static MappingAnswer Read(string line) => line == "{}" ? Given("")
        : line.StartsWith(GivesStart, StringComparison.Ordinal) ? Given(line[GivesStart.Length..^1])
        : Failed(line);

    public bool IsLike(MappingAnswer other) => Gives == other.Gives && Failure is null == other.Failure is null && Refusal is null == other.Refusal is null;
}
