using System.Text.Json;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Functions;

namespace ExtensibleWebhooks.Benchmarks.Engine;

/// <summary>Insert functions over the sample event, on one core: what a call costs with the event at hand.</summary>
internal static class FunctionBenchmark
{
    private const string Pass = "async function onTrack(event, settings) { return event; }";

    private const string Simple = "async function onTrack(event, settings) { event.properties.total_cents = event.properties.total * 100; return event; }";

    private const string Body =
        """
        async function onTrack(event, settings) {
          const products = event.properties.products.map(product => ({ sku: product.product_id, amount: product.price * product.quantity }));
          event.properties.body = { order: event.properties.order_id, user: event.userId, products, sum: products.reduce((sum, product) => sum + product.amount, 0) };
          return event;
        }
        """;

    private const string Signed =
        "function onTrack(event, settings) { event.context.signature = crypto.createHmac('sha256', settings.key).update(event.messageId).digest('hex'); return event; }";

    private const string Dropping = "function onTrack(event) { throw new DropEvent('not wanted'); }";

    public static int Run(TextWriter output, TimeProvider time)
    {
        using var document = EventDocument.Parse(EngineSamples.TrackEvent).Document ?? throw new InvalidOperationException("The sample is JSON.");

        output.WriteLine($"functions, one thread, an event of {EngineSamples.TrackEvent.Length} bytes");
        Measure("returns the event", Pass, FunctionVerdict.Returned);
        Measure("one member more", Simple, FunctionVerdict.Returned);
        Measure("a body of its own", Body, FunctionVerdict.Returned);
        Measure("an HMAC", Signed, FunctionVerdict.Returned);
        Measure("drops", Dropping, FunctionVerdict.Dropped);
        return 0;

        void Measure(string name, string source, FunctionVerdict verdict)
        {
            var settings = FunctionSettings.Merge(JsonElement.Parse("{\"key\":\"0123456789\"}"), new Dictionary<string, string>());
            var pool = new FunctionPool(Compile(source), settings, FunctionLimits.DefaultTimeout, time);
            Measurement.Of(() => Call(pool, document, verdict), time).Print(output, name);
        }

        CompiledFunction Compile(string source) =>
            FunctionCompiler.Compile(source).Function ?? throw new InvalidOperationException("The sample compiles.");
    }

    private static void Call(FunctionPool pool, EventDocument document, FunctionVerdict expected)
    {
        var outcome = pool.Run(document);
        if (outcome.Verdict != expected)
        {
            throw new InvalidOperationException(outcome.Detail);
        }

        if (!ReferenceEquals(outcome.Event, document))
        {
            outcome.Event?.Dispose();
        }
    }
}
