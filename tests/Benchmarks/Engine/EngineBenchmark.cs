using System.Text;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Benchmarks.Engine;

/// <summary>One event on one core: reading it, asking the trigger, making the request's body; and all three as a worker does them. Then the same by Segment's own packages.</summary>
internal static class EngineBenchmark
{
    public static async Task<int> RunAsync(TextWriter output, TimeProvider time, CancellationToken cancellationToken)
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
        var parse = Measurement.Of(() => Read(bytes).Dispose(), time).Print(output, "parse");
        var trigger = Measurement.Of(() => mapping.Matches(document), time).Print(output, "trigger");
        var render = Measurement.Of(() => Render(mapping, document, request), time).Print(output, "render, 14 fields");
        Measurement.Of(() => Render(whole, document, request), time).Print(output, "render, the whole event");
        Measurement.Of(() => Render(dynamic, document, request), time).Print(output, "render, 14 fields and a URL per event");
        var templates = Measurement.Of(() => Render(liquid, document, request), time).Print(output, "render, 3 liquid templates");
        var all = Measurement.Of(() => All(bytes, mapping, request), time).Print(output, "parse + trigger + map + serialise");
        Measurement.Of(() => All(bytes, whole, request), time).Print(output, "parse + trigger + serialise the whole event");

        if (await ReferenceComparison.StartAsync(output, bytes, cancellationToken) is { } reference)
        {
            using (reference)
            {
                await reference.AskAsync(EngineSamples.Mapping, Body(mapping, document, request), cancellationToken);
                reference.Print("parse", parse, "parse");
                reference.Print("trigger", trigger, "trigger");
                reference.Print("render, 14 fields", render, "render");
                reference.Print("parse + trigger + map + serialise", all, "all");
                reference.Print("  with its trigger parsed once", all, "allParsed");
                await reference.AskAsync(EngineSamples.Mapping with { Data = EngineSamples.Liquid }, Body(liquid, document, request), cancellationToken);
                reference.Print("render, 3 liquid templates", templates, "render");
            }
        }

        return 0;
    }

    private static string Body(CompiledMapping mapping, EventDocument document, RenderedRequest request)
    {
        Render(mapping, document, request);
        return Encoding.UTF8.GetString(request.Body.Span);
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
