using System.Text;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Tests.Differential.Json;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

/// <summary>A trigger, how it is written, and an event.</summary>
/// <param name="Tree">What is meant.</param>
/// <param name="Style">The seed of the choices in writing; null: as Segment's user interface writes.</param>
/// <param name="Event">The event.</param>
internal sealed record TriggerCase(TriggerTree Tree, int? Style, JsonValue Event)
{
    private TriggerWriter? _written;

    public TriggerWriter Written => _written ??= TriggerWriter.Write(Tree, Style is { } seed ? new Random(seed) : null);

    public string Question => $"{{\"trigger\":{JsonWriter.Quote(Written.Text)},\"tree\":{TriggerMeaning.Of(Tree)},\"event\":{Event},\"renamed\":{TriggerMeaning.Rename(Event)}}}";

    public static TriggerCase Draw(Random random) => random.Once(2)
        ? new TriggerCase(TriggerGenerator.UiTree(random), Style: null, Vocabulary.Event(random))
        : new TriggerCase(TriggerGenerator.Tree(random), Style: random.Next(), Vocabulary.Event(random));

    /// <summary>Matched or not; null: the trigger does not compile.</summary>
    public bool? Engine()
    {
        using var document = EventDocument.Parse(Encoding.UTF8.GetBytes(Event.ToString())).Document;
        return TriggerCompiler.Compile(Written.Text).Trigger?.Matches(document ?? throw new InvalidOperationException($"not read: {Event}"));
    }

    public IEnumerable<TriggerCase> Smaller() =>
        Smaller(Tree).Select(tree => new TriggerCase(tree, Style, Event)).Concat(JsonShrinker.Smaller(Event).OfType<JsonObject>().Select(members => new TriggerCase(Tree, Style, members)));

    public override string ToString() => $"trigger {Written.Text}\n  event {Event}\n  differences {string.Join(", ", Written.Differences)}";

    private static IEnumerable<TriggerTree> Smaller(TriggerTree tree) => tree switch
    {
        GroupTree group => group.Children
            .Concat(JsonShrinker.Drop(group.Children).Where(left => left.Count > 0).Select(left => group with { Children = left }))
            .Concat(JsonShrinker.Each(group.Children, Smaller).Select(children => group with { Children = children })),
        NotTree not => Smaller(not.Inner).Select(inner => (TriggerTree)new NotTree(inner)).Append(not.Inner),
        _ => [],
    };
}
