using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid;

/// <summary>What a template sees while it is rendered: the payload, what it has assigned and counted itself, and its budget. For one rendering.</summary>
internal sealed class LiquidScope
{
    private readonly LiquidValue _payload;
    private Dictionary<string, LiquidValue>? _assigned;
    private Dictionary<string, double>? _counters;
    private Dictionary<string, int>? _turns;

    /// <param name="payload">Where names are looked up.</param>
    /// <param name="received">When the event came, as its text; missing if the event does not say.</param>
    public LiquidScope(in EventValue payload, in EventValue received)
        : this(LiquidValue.From(payload), LiquidValue.From(received), new LiquidBudget())
    {
    }

    private LiquidScope(LiquidValue payload, LiquidValue received, LiquidBudget budget)
    {
        _payload = payload;
        Received = received;
        Budget = budget;
    }

    public LiquidBudget Budget { get; }

    /// <summary>What "now" means: the engine has no clock, and a template gives the same for an event however often it is rendered.</summary>
    public LiquidValue Received { get; }

    /// <summary>The same rendering, with another payload and nothing assigned.</summary>
    public LiquidScope Within(LiquidValue payload) => new(payload, Received, Budget);

    /// <summary>What the template assigned, what it counted, or a member of the payload.</summary>
    public LiquidValue Find(LiquidKey name)
    {
        if (_assigned?.TryGetValue(name.Name, out var assigned) == true)
        {
            return assigned;
        }

        if (_counters?.TryGetValue(name.Name, out var counter) == true)
        {
            return LiquidValue.From(counter);
        }

        var found = _payload.Kind == LiquidKind.Object ? Member(name)
            : name.Index >= 0 || name.Name == "length" ? LiquidMembers.Read(_payload, name, Budget)
            : LiquidValue.Undefined;
        // As in the reference, size is that of its globals, of which there are none; not that of the payload.
        return found.Kind == LiquidKind.Undefined && name.Name == "size" ? LiquidValue.From(0.0) : found;
    }

    public void Assign(string name, LiquidValue value) => (_assigned ??= [])[name] = value;

    /// <summary>Moves the counter, which starts at the payload's number of that name or at 0, and gives what it was and what it is.</summary>
    public (double Before, double After) Count(string name, int step)
    {
        _counters ??= [];
        if (!_counters.TryGetValue(name, out var before))
        {
            var start = _payload.Kind == LiquidKind.Object ? Member(LiquidKey.From(name)) : LiquidValue.Undefined;
            before = start.Kind == LiquidKind.Number ? start.Number : 0;
        }

        _counters[name] = before + step;
        return (before, before + step);
    }

    /// <summary>Whose turn it is in the group, from 0; the next time the next one's. As in the reference, groups without a name are told apart by their number only.</summary>
    public int Turn(string group, int count)
    {
        _turns ??= [];
        var key = $"{count} {group}";
        var turn = _turns.GetValueOrDefault(key);
        _turns[key] = (turn + 1) % count;
        return turn;
    }

    private LiquidValue Member(LiquidKey name) => LiquidValue.From(_payload.Source.Member(name.Bytes));
}
