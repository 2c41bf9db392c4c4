using System.Text;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings;
using ExtensibleWebhooks.Engine.Tests.Differential.Json;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Mappings;

/// <summary>A mapping and an event.</summary>
internal sealed record MappingCase(JsonObject Mapping, JsonObject Event)
{
    private static readonly string[] NotOfLongIntegers = ["@replace", "@liquid", "@json"];

    public string Question => $"{{\"mapping\":{Mapping},\"event\":{Event}}}";

    public static MappingCase Draw(Random random)
    {
        var @event = Vocabulary.Event(random)
            .With("items", new JsonList(random.List(0, 3, () => random.Once(3) ? Vocabulary.Value(random, 1) : Vocabulary.Object(random, 1))));
        var mapping = new MappingGenerator(random).Root();
        // The type that stands for long integers when the reference is asked (difference 19) is no number to some of its directives.
        var text = mapping.ToString();
        var mayBeLong = !NotOfLongIntegers.Any(name => text.Contains(name, StringComparison.Ordinal));
        return new MappingCase(mapping, mayBeLong && random.Once(10) ? @event.With("a", new JsonScalar(random.Of(Vocabulary.LongIntegers))) : @event);
    }

    public MappingAnswer Engine()
    {
        using var source = Read(Mapping);
        using var document = Read(Event);
        var builder = new MappingBuilder();
        var node = RootDirective.Build(source.Root, "map", builder);
        if (builder.Diagnostics.Count > 0)
        {
            return MappingAnswer.Refused(string.Join("\n", builder.Diagnostics));
        }

        using var context = new RenderContext();
        using var output = new ByteBuffer();
        var written = node.Write(document.Root, context, output);
        return context.Failure is { } failure ? MappingAnswer.Failed(failure) : MappingAnswer.Given(written ? Encoding.UTF8.GetString(output.Written) : "");
    }

    public IEnumerable<MappingCase> Smaller() =>
        JsonShrinker.Smaller(Mapping).OfType<JsonObject>().Where(mapping => !mapping.Members.Any(member => member.Name.StartsWith('@'))).Select(mapping => this with { Mapping = mapping })
            .Concat(JsonShrinker.Smaller(Event).OfType<JsonObject>().Select(members => this with { Event = members }));

    public override string ToString() => $"{{\"map\":{Mapping}, \"event\":{Event}}}";

    private static EventDocument Read(JsonValue value) =>
        EventDocument.Parse(Encoding.UTF8.GetBytes(value.ToString())).Document ?? throw new InvalidOperationException($"not read: {value}");
}
