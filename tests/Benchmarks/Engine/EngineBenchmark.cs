using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Benchmarks.Engine;

/// <summary>One event on one core: reading it, asking the trigger, making the request's body; and all three as a worker does them.</summary>
internal static class EngineBenchmark
{
    public static int Run(TextWriter output, TimeProvider time)
    {
        var bytes = EngineSamples.TrackEvent;
        var mapping = Compile(EngineSamples.Mapping);
        var whole = Compile(EngineSamples.Mapping with { Data = null });
        var dynamic = Compile(EngineSamples.Mapping with
        {
            Url = EngineSamples.Json("{\"@template\":\"https://api.example.com/{{context.groupId}}/orders\"}"),
        });
        var liquid = Compile(EngineSamples.Mapping with { Data = EngineSamples.Liquid });
        using var request = new RenderedRequest();
        using var document = Read(bytes);

        output.WriteLine($"engine, one thread, an event of {bytes.Length} bytes");
        Measurement.Of(() => Read(bytes).Dispose(), time).Print(output, "parse");
        Measurement.Of(() => mapping.Matches(document), time).Print(output, "trigger");
        Measurement.Of(() => Render(mapping, document, request), time).Print(output, "render, 14 fields");
        Measurement.Of(() => Render(whole, document, request), time).Print(output, "render, the whole event");
        Measurement.Of(() => Render(dynamic, document, request), time).Print(output, "render, 14 fields and a URL per event");
        Measurement.Of(() => Render(liquid, document, request), time).Print(output, "render, 3 liquid templates");
        Measurement.Of(() => All(bytes, mapping, request), time).Print(output, "parse + trigger + map + serialise");
        Measurement.Of(() => All(bytes, whole, request), time).Print(output, "parse + trigger + serialise the whole event");
        return 0;
    }

    private static void All(byte[] bytes, CompiledMapping mapping, RenderedRequest request)
    {
        using var document = Read(bytes);
        if (!mapping.Matches(document))
        {
            throw new InvalidOperationException("The trigger matches the sample.");
        }

        Render(mapping, document, request);
    }

    private static void Render(CompiledMapping mapping, EventDocument document, RenderedRequest request)
    {
        if (mapping.Render(document, request) is { } error)
        {
            throw new InvalidOperationException(error.Message);
        }
    }

    private static EventDocument Read(byte[] bytes) =>
        EventDocument.Parse(bytes).Document ?? throw new InvalidOperationException("The sample is JSON.");

    private static CompiledMapping Compile(MappingSource source) =>
        MappingCompiler.Compile(source).Mapping ?? throw new InvalidOperationException("The sample compiles.");
}
