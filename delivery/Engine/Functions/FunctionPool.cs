using System.Collections.Concurrent;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Functions.Running;
using Jint;
using Jint.Native;

namespace ExtensibleWebhooks.Engine.Functions;

/// <summary>
/// A function with its settings, ready to take events on any number of threads. Engines are kept from one event to the next, and thrown away after a call that
/// ended in anything but a result or one of Segment's error types, and after so many calls or bytes (<see cref="FunctionLimits.MaxEngineBytes"/>). What a function keeps in global variables is therefore seen by later events now and then:
/// it may be used as a cache, as in Segment, and for nothing else.
/// </summary>
/// <param name="function">What is called.</param>
/// <param name="settings">The second argument of every call; each call gets it afresh.</param>
/// <param name="timeout">Of one call.</param>
/// <param name="time">Measures the timeout, and is what Date says.</param>
public sealed class FunctionPool(CompiledFunction function, FunctionSettings settings, TimeSpan timeout, TimeProvider time)
{
    private readonly ConcurrentBag<FunctionEngine> _idle = [];

    /// <summary>Calls the handler of the event's type. Uses this thread until the call ends, at the latest when a limit is reached; throws nothing.</summary>
    /// <param name="document">Must stay as it is during the call.</param>
    public FunctionOutcome Run(EventDocument document)
    {
        FunctionEngine? engine = null;
        try
        {
            engine = _idle.TryTake(out var idle) ? idle : new FunctionEngine(function.Script, time, FunctionLimits.LoadTimeout);
            var outcome = Call(engine, document) with { Console = settings.Redaction.Apply(engine.Console.ToString()) };
            Keep(engine, document);
            return outcome;
        }
        catch (Exception exception)
        {
            return End(engine, document, exception);
        }
    }

    private FunctionOutcome Call(FunctionEngine engine, EventDocument document)
    {
        engine.BeginCall(timeout);
        var handler = FunctionHandlers.IndexOf(document.Root) is >= 0 and var index ? engine.Handler(index) : JsValue.Undefined;
        var isBatch = handler.IsUndefined();
        if (isBatch)
        {
            handler = engine.Handler(FunctionHandlers.Names.Count - 1);
        }

        if (handler.IsUndefined())
        {
            var type = document.Root.Member("type"u8).GetText();
            return new FunctionOutcome
            {
                Verdict = FunctionVerdict.NotSupported,
                Message = $"the function has no handler for events of type {type ?? "unknown"}; it has {string.Join(", ", function.Handlers)}",
            };
        }

        var @event = engine.Values.Read(document.Root);
        var result = engine.Call(handler, isBatch ? engine.ListOf(@event) : @event, engine.Values.Read(settings.Document.Root));
        if (isBatch)
        {
            return result is JsArray { Length: 0 } ? new FunctionOutcome { Verdict = FunctionVerdict.Dropped, Message = "onBatch returned no event" }
                : result is JsArray { Length: 1 } list ? ResultOf(engine, list.Get(0), @event, document)
                : Invalid($"onBatch was given one event and has to return a list of it, or an empty list; it returned {Describe(result)}");
        }

        return ResultOf(engine, result, @event, document);
    }

    private static FunctionOutcome ResultOf(FunctionEngine engine, JsValue result, JsValue @event, EventDocument document)
    {
        if (!result.IsObject() || result.IsArray() || result.IsCallable())
        {
            return Invalid($"the function has to return the event, an object; it returned {Describe(result)}");
        }

        if (ReferenceEquals(result, @event) && result is Values.EventObject { IsTouched: false })
        {
            return new FunctionOutcome { Verdict = FunctionVerdict.Returned, Event = document };
        }

        using var output = new ByteBuffer();
        if (!engine.Writer.Write(result, output) || output.Overflowed || output.Length > FunctionLimits.MaxResultBytes)
        {
            return Invalid($"what the function returned is no JSON object of at most {FunctionLimits.MaxResultBytes >> 20} MiB");
        }

        var read = EventDocument.Parse(output.Written.ToArray());
        return read is { IsRead: true } && read.Document.Root.Kind == EventValueKind.Object
            ? new FunctionOutcome { Verdict = FunctionVerdict.Returned, Event = read.Document }
            : Invalid($"what the function returned is no event: {read.Problem?.Message ?? "no object"}");
    }

    private static FunctionOutcome Invalid(string message) => new() { Verdict = FunctionVerdict.Failed, Message = message };

    private static string Describe(JsValue value) =>
        value.IsUndefined() ? "nothing" : value.IsNull() ? "null" : value.IsArray() ? "a list" : value.IsCallable() ? "a function" : $"a {value.Type.ToString().ToLowerInvariant()}";

    private FunctionOutcome End(FunctionEngine? engine, EventDocument document, Exception exception)
    {
        FunctionOutcome outcome;
        try
        {
            // Reading the error may run the function's own getters, within what is left of its budget.
            outcome = CallErrors.Of(exception);
        }
        catch (Exception second)
        {
            outcome = CallErrors.Of(new LimitReached(FunctionVerdict.Failed, $"the error that the function threw cannot be read: {second.GetType().Name}"));
        }

        if (engine is not null && outcome.Verdict is (FunctionVerdict.Dropped or FunctionVerdict.NotSupported or FunctionVerdict.Rejected or FunctionVerdict.Retry))
        {
            Keep(engine, document);
        }
        else
        {
            engine?.Dispose();
        }

        return function.Source.Locate(outcome) with
        {
            Message = settings.Redaction.Apply(outcome.Message ?? ""),
            Console = settings.Redaction.Apply(engine?.Console.ToString() ?? ""),
        };
    }

    private void Keep(FunctionEngine engine, EventDocument document)
    {
        if (engine.EndCall(document.Weight) && _idle.Count < FunctionLimits.MaxIdleEngines)
        {
            _idle.Add(engine);
        }
        else
        {
            engine.Dispose();
        }
    }
}
