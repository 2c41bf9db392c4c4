using System.Text;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Tests.Cases;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Engine.Tests.Triggers;

public class TriggerExplainerTests
{
    public static TheoryData<string, int, string> Cases => CaseTable.Read("triggers");

    [Theory]
    [InlineData("type = \"track\" and event = \"A\"", """{"type":"page","event":"A"}""", "type = \"track\" is false: type is \"page\"")]
    [InlineData("type = \"track\" and event = \"A\"", "{}", "type = \"track\" is false: type is missing|event = \"A\" is false: event is missing")]
    [InlineData("type = a or type = b and event = c", """{"type":"b"}""", "type = \"a\" is false: type is \"b\"|event = \"c\" is false: event is missing")]
    [InlineData("(type = a or all) and !(event = c)", """{"event":"c"}""", "!event = \"c\" is false: event is \"c\"")]
    [InlineData("!(type = a and properties.n > 3)", """{"type":"a","properties":{"n":4.0}}""", "!type = \"a\" is false: type is \"a\"|!properties.n > 3 is false: properties.n is 4")]
    [InlineData("properties.n > 3", """{"properties":{"n":"4"}}""", "properties.n > 3 is false: properties.n is \"4\"")]
    [InlineData("!contains(event, \"x\")", """{"event":5}""", "!contains(event, \"x\") is false: event is 5")]
    [InlineData("length(properties.a) > 3", """{"properties":{"a":[1,2]}}""", "length(properties.a) > 3 is false: length(properties.a) is 2")]
    [InlineData("type in [\"a\", \"b\"]", """{"type":null}""", "type in [\"a\", \"b\"] is false: type is null")]
    [InlineData("\"beta\" in traits.groups", """{"traits":{"groups":["alpha"]}}""", "\"beta\" in traits.groups is false: traits.groups is [\"alpha\"]")]
    [InlineData("properties.on", """{"properties":{"on":"true"}}""", "properties.on is false: properties.on is \"true\"")]
    [InlineData("!all", "{}", "!all is never true")]
    public void Explain_OfAnEventThatDoesNotMatch_NamesTheConditionsAndWhatIsThere(string trigger, string @event, string expected) =>
        Assert.Equal(expected, string.Join('|', Explain(trigger, @event)));

    [Fact]
    public void Explain_OfALongValue_CutsIt()
    {
        var condition = Assert.Single(Explain("event = a", $$"""{"event":"{{new string('x', 500)}}"}"""));

        Assert.Equal($"\"{new string('x', 119)}…", condition.Found);
    }

    /// <summary>Whatever the trigger, there is a reason exactly if it does not match.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Explain_OfTheTable_HasAReasonExactlyWhereItDoesNotMatch(string file, int index, string title)
    {
        var row = CaseTable.Row("triggers", file, index);
        var trigger = row.GetProperty("trigger").GetString() ?? "";
        Assert.All(Events("matches"), @event => Assert.Empty(Explain(trigger, @event)));
        Assert.All(Events("not"), @event => Assert.NotEmpty(Explain(trigger, @event)));
        Assert.NotNull(title);

        IEnumerable<string> Events(string name) =>
            row.TryGetProperty(name, out var events) ? events.EnumerateArray().Select(@event => @event.GetRawText()) : [];
    }

    private static IReadOnlyList<FalseCondition> Explain(string trigger, string @event)
    {
        var compiled = TriggerCompiler.Compile(trigger).Trigger;
        using var document = EventDocument.Parse(Encoding.UTF8.GetBytes(@event)).Document;
        Assert.NotNull(compiled);
        Assert.NotNull(document);
        return TriggerExplainer.Explain(compiled, document);
    }
}
