using ExtensibleWebhooks.Engine.Tests.Differential.Json;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Mappings;

/// <summary>
/// A case with both answers. Where they are not the same, more is to be asked of the reference: the case in its own words, or, where we refuse the mapping,
/// each directive alone: one in a list is not validated there (difference 18), one in a branch that is not taken does not run (27).
/// </summary>
internal sealed class MappingTrial
{
    private readonly MappingCase _case;
    private readonly MappingAnswer _ours;
    private readonly MappingAnswer _theirs;
    private readonly IReadOnlyCollection<int> _differences = [];

    public MappingTrial(MappingCase test, MappingAnswer ours, MappingAnswer theirs)
    {
        (_case, _ours, _theirs) = (test, ours, theirs);
        if (ours.IsLike(theirs))
        {
            FollowUps = [];
        }
        else if (ours.Refusal is not null)
        {
            FollowUps = [.. MappingRules.Directives(test.Mapping).Select(directive => test with { Mapping = new JsonObject(("alone", directive)) })];
        }
        else
        {
            (var rewritten, _differences) = MappingRewriter.Rewrite(test);
            FollowUps = [rewritten];
        }
    }

    public IReadOnlyList<MappingCase> FollowUps { get; }

    public Verdict Judge(IReadOnlyList<MappingAnswer> answers) =>
        _ours.IsLike(_theirs) ? new Verdict([])
        : _ours.Refusal is not null ? JudgeRefusal(answers)
        : JudgeDifference(answers[0] with { Gives = answers[0].Gives is { } json ? MappingRewriter.Unmark(json) : null });

    private Verdict JudgeDifference(MappingAnswer rewritten) => _differences.Count > 0 && _ours.IsLike(rewritten)
        ? new Verdict(_differences)
        : new Verdict([], $"ours      {_ours}\ntheirs    {_theirs}\nrewritten {rewritten}\n   {FollowUps[0]}");

    private Verdict JudgeRefusal(IReadOnlyList<MappingAnswer> alone) =>
        IsRefusal(_theirs) ? new Verdict([])
        : alone.Any(IsRefusal) ? new Verdict([18])
        : MappingRules.OfRefusal(_case.Mapping) is { Count: > 0 } differences ? new Verdict(differences)
        : new Verdict([], $"refused here only: {_ours.Refusal}");

    /// <summary>What the event is to blame for does not count.</summary>
    private static bool IsRefusal(MappingAnswer answer) =>
        answer.Failure is { } failure && !failure.Contains("expected string, got", StringComparison.Ordinal);
}
