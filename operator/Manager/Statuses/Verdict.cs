using ExtensibleWebhooks.Crds.Conditions;

namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>What a condition says: whether it holds, why in a word, and why in a sentence.</summary>
internal sealed record Verdict(ConditionStatus Status, Reason Reason, string Message)
{
    /// <summary>Adds what it says to an object's conditions.</summary>
    public void AddTo(ConditionSet conditions, string type) => conditions.Set(type, Status, Reason, Message);

    public static Verdict True(Reason reason, string message) => new(ConditionStatus.True, reason, message);

    public static Verdict False(Reason reason, string message) => new(ConditionStatus.False, reason, message);
}
