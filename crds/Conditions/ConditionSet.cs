namespace ExtensibleWebhooks.Crds.Conditions;

/// <summary>
/// Builds the conditions of an object's status from what was found this time. <see cref="ConditionTypes.Ready"/> follows from the others; times stay where nothing turned,
/// so that the same findings give the same list and no write.
/// </summary>
public sealed class ConditionSet
{
    /// <summary>What the API takes for a message.</summary>
    private const int MaxMessage = 32_768;

    private readonly IReadOnlyList<Condition> _previous;
    private readonly long? _generation;
    private readonly DateTime _now;
    private readonly List<Condition> _conditions = [];
    private string? _disabled;

    private ConditionSet(IReadOnlyList<Condition> previous, long? generation, DateTime now)
    {
        _previous = previous;
        _generation = generation;
        _now = now;
    }

    /// <param name="previous">The conditions in the object's status; null before the first look.</param>
    /// <param name="generation">metadata.generation of the object that was looked at.</param>
    /// <param name="timeProvider">The time of a turn, to the second.</param>
    public static ConditionSet From(IReadOnlyList<Condition>? previous, long? generation, TimeProvider timeProvider)
    {
        var now = timeProvider.GetUtcNow().UtcDateTime;
        return new ConditionSet(previous ?? [], generation, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)));
    }

    /// <summary>Adds a condition that holds.</summary>
    public ConditionSet True(string type, Reason reason, string message) => Set(type, ConditionStatus.True, reason, message);

    /// <summary>Adds a condition that does not hold.</summary>
    public ConditionSet False(string type, Reason reason, string message) => Set(type, ConditionStatus.False, reason, message);

    /// <summary>Adds a condition of which nothing is known yet.</summary>
    public ConditionSet Unknown(string type, Reason reason, string message) => Set(type, ConditionStatus.Unknown, reason, message);

    /// <summary>Adds a condition, each type once. Ready itself is never set: it follows.</summary>
    public ConditionSet Set(string type, ConditionStatus status, Reason reason, string message)
    {
        if (type == ConditionTypes.Ready || _conditions.Exists(condition => condition.Type == type))
        {
            throw new ArgumentException($"{type} is set already, or follows from the others", nameof(type));
        }

        _conditions.Add(Create(type, status, reason.ToString(), message));
        return this;
    }

    /// <summary>The object is switched off: when all else holds, Ready is true with <see cref="Reason.Disabled"/>.</summary>
    /// <param name="message">That nothing is sent, and how to switch it on.</param>
    public ConditionSet Disabled(string message)
    {
        _disabled = message;
        return this;
    }

    /// <summary>Ready, then the others in the order in which they were set.</summary>
    public IReadOnlyList<Condition> Build() => [Ready(), .. _conditions];

    /// <summary>The AND of the others: false when one is false, unknown when one is unknown; with the reason and message of the first of the worst.</summary>
    private Condition Ready()
    {
        var worst = _conditions.Find(condition => condition.Status == ConditionStatus.False) ?? _conditions.Find(condition => condition.Status == ConditionStatus.Unknown);
        return (worst, _disabled) switch
        {
            ({ } bad, _) => Create(ConditionTypes.Ready, bad.Status, bad.Reason, bad.Message),
            (_, { } message) => Create(ConditionTypes.Ready, ConditionStatus.True, nameof(Reason.Disabled), message),
            _ => Create(ConditionTypes.Ready, ConditionStatus.True, nameof(Reason.Ready), "All is well."),
        };
    }

    private Condition Create(string type, ConditionStatus status, string reason, string message)
    {
        var before = _previous.FirstOrDefault(condition => condition.Type == type);
        return new Condition
        {
            Type = type,
            Status = status,
            ObservedGeneration = _generation,
            LastTransitionTime = before is not null && before.Status == status ? before.LastTransitionTime : _now,
            Reason = reason,
            Message = message.Length > MaxMessage ? $"{message[..(MaxMessage - 1)]}…" : message,
        };
    }
}
