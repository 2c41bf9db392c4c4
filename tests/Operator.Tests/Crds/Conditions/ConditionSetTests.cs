using ExtensibleWebhooks.Crds.Conditions;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Conditions;

public class ConditionSetTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

    [Fact]
    public void Ready_WhenAllHold_IsTrue()
    {
        var conditions = Set().True(ConditionTypes.SpecValid, Reason.Valid, "v").True(ConditionTypes.SecretsResolved, Reason.Resolved, "r").Build();

        Assert.Equal([ConditionTypes.Ready, ConditionTypes.SpecValid, ConditionTypes.SecretsResolved], conditions.Select(condition => condition.Type));
        Assert.Equal((ConditionStatus.True, "Ready"), (conditions[0].Status, conditions[0].Reason));
        Assert.All(conditions, condition => Assert.Equal(7, condition.ObservedGeneration));
    }

    [Fact]
    public void Ready_WhenOneIsUnknownAndOneIsFalse_TakesTheFalseOnesReasonAndMessage()
    {
        var ready = Set()
            .Unknown(ConditionTypes.WorkersAvailable, Reason.WorkersNotReady, "starting")
            .False(ConditionTypes.SecretsResolved, Reason.SecretNotFound, "Secret a is missing")
            .Build()[0];

        Assert.Equal((ConditionStatus.False, "SecretNotFound", "Secret a is missing"), (ready.Status, ready.Reason, ready.Message));
    }

    [Fact]
    public void Ready_OfADisabledObject_IsTrueOnlyWhenAllElseHolds()
    {
        var valid = Set().True(ConditionTypes.SpecValid, Reason.Valid, "v").Disabled("nothing is sent").Build()[0];
        var invalid = Set().False(ConditionTypes.SpecValid, Reason.InvalidSpec, "bad").Disabled("nothing is sent").Build()[0];

        Assert.Equal((ConditionStatus.True, "Disabled", "nothing is sent"), (valid.Status, valid.Reason, valid.Message));
        Assert.Equal((ConditionStatus.False, "InvalidSpec"), (invalid.Status, invalid.Reason));
    }

    [Fact]
    public void Build_OfTheSameFindings_IsTheSameList()
    {
        var first = Findings(null);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(first, Findings(first));

        IReadOnlyList<Condition> Findings(IReadOnlyList<Condition>? previous) =>
            ConditionSet.From(previous, 7, _time).True(ConditionTypes.SpecValid, Reason.Valid, "v").Build();
    }

    [Fact]
    public void Build_WhenAStatusTurns_MovesItsTimeToTheSecondAndOnlyItsOwn()
    {
        var before = Set().True(ConditionTypes.SpecValid, Reason.Valid, "v").Build();
        _time.Advance(TimeSpan.FromSeconds(10));

        var after = ConditionSet.From(before, 8, _time).True(ConditionTypes.SpecValid, Reason.Valid, "v").False(ConditionTypes.SecretsResolved, Reason.SecretNotFound, "gone").Build();

        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 15, DateTimeKind.Utc), after[0].LastTransitionTime);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), after[1].LastTransitionTime);
    }

    [Fact]
    public void Build_OfALongMessage_CutsItToWhatTheApiTakes()
    {
        var conditions = Set().False(ConditionTypes.SpecValid, Reason.InvalidSpec, new string('x', 40_000)).Build();

        Assert.All(conditions, condition => Assert.Equal(32_768, condition.Message.Length));
    }

    [Fact]
    public void Set_OfReadyOrOfATypeTwice_IsABug()
    {
        Assert.Throws<ArgumentException>(() => Set().True(ConditionTypes.Ready, Reason.Ready, ""));
        Assert.Throws<ArgumentException>(() => Set().True(ConditionTypes.SpecValid, Reason.Valid, "").True(ConditionTypes.SpecValid, Reason.Valid, ""));
    }

    private ConditionSet Set() => ConditionSet.From(null, 7, _time);
}
