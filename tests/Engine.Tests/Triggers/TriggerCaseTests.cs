using System.Text;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Tests.Cases;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Engine.Tests.Triggers;

/// <summary>
/// Rows of Cases/triggers: <c>{"trigger", "matches": [events], "not": [events], "prints": canonical text}</c>, or
/// <c>{"trigger", "errors": ["line:column text", …]}</c> where the text has to be part of the message.
/// </summary>
public class TriggerCaseTests
{
    public static TheoryData<string, int, string> Cases => CaseTable.Read("triggers");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Trigger_OfTheTable_DoesWhatTheRowSays(string file, int index, string title)
    {
        var row = CaseTable.Row("triggers", file, index);
        var result = TriggerCompiler.Compile(row.GetProperty("trigger").GetString() ?? "");

        if (row.TryGetProperty("errors", out var errors))
        {
            var expected = errors.EnumerateArray().Select(error => error.GetString() ?? "").ToList();
            var actual = result.Diagnostics.Select(diagnostic => $"{diagnostic.Line}:{diagnostic.Column} {diagnostic.Message}").ToList();
            Assert.True(expected.Count == actual.Count && expected.Zip(actual).All(pair => IsPart(pair.First, pair.Second)),
                $"{title}\nexpected {string.Join("\n  ", expected)}\nfound    {string.Join("\n  ", actual)}");
            return;
        }

        Assert.Empty(result.Diagnostics);
        var trigger = Assert.IsType<CompiledTrigger>(result.Trigger);
        Assert.All(Events("matches"), @event => Assert.True(Matches(trigger, @event), @event));
        Assert.All(Events("not"), @event => Assert.False(Matches(trigger, @event), @event));
        if (row.TryGetProperty("prints", out var prints))
        {
            Assert.Equal(prints.GetString(), trigger.CanonicalText);
        }

        IEnumerable<string> Events(string name) =>
            row.TryGetProperty(name, out var events) ? events.EnumerateArray().Select(@event => @event.GetRawText()) : [];
    }

    private static bool Matches(CompiledTrigger trigger, string @event)
    {
        var read = EventDocument.Parse(Encoding.UTF8.GetBytes(@event));
        Assert.True(read.IsRead, read.Problem?.ToString());
        using var document = read.Document;
        return trigger.Matches(document);
    }

    /// <summary>"1:5 some text" is part of "1:5 Found some text, expected …".</summary>
    private static bool IsPart(string expected, string actual)
    {
        var place = expected[..(expected.IndexOf(' ', StringComparison.Ordinal) + 1)];
        return actual.StartsWith(place, StringComparison.Ordinal) && actual.Contains(expected[place.Length..], StringComparison.Ordinal);
    }
}
