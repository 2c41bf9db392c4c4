namespace ExtensibleWebhooks.Engine.Triggers.Patterns;

/// <summary>One part of a pattern.</summary>
/// <param name="IsRun"><c>*</c>: any characters, also none.</param>
/// <param name="Ranges">What one character may be, ends included; null: anything (<c>?</c>, and <c>*</c>).</param>
/// <param name="Negated">What it may not be.</param>
internal sealed record GlobElement(bool IsRun, IReadOnlyList<(int First, int Last)>? Ranges, bool Negated = false)
{
    public bool Accepts(int scalar)
    {
        if (Ranges is null)
        {
            return true;
        }

        for (var i = 0; i < Ranges.Count; i++)
        {
            if (scalar >= Ranges[i].First && scalar <= Ranges[i].Last)
            {
                return !Negated;
            }
        }

        return Negated;
    }
}
