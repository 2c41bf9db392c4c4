using System.Globalization;
using Acornima.Ast;
using ExtensibleWebhooks.Engine.Functions.Globals;
using ExtensibleWebhooks.Engine.Functions.Values;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using JintEngine = Jint.Engine;

namespace ExtensibleWebhooks.Engine.Functions.Running;

/// <summary>
/// One JavaScript engine with one function in it: no files, no network, no timers, no .NET types, no source made at run time. Loaded once, then one call at a time.
/// Everything here may throw whatever the source makes Jint throw; <see cref="CallErrors"/> says what it means.
/// </summary>
internal sealed class FunctionEngine : IDisposable
{
    /// <summary>What the source is called in stacks.</summary>
    public const string SourceName = "function";

    private static readonly Prepared<Script> Find = JintEngine.PrepareScript(
        $"[{string.Join(", ", FunctionHandlers.Names.Select(name => $"typeof {name} === 'function' ? {name} : undefined"))}]", "handlers");

    private readonly JintEngine _engine;
    private readonly CallBudget _budget;
    private readonly HostObject _host;
    private readonly JsValue _stringify;
    private readonly JsValue _then;
    private readonly JsValue[] _settle;
    private readonly JsValue[] _handlers;
    private readonly EngineWear _wear = new();
    private JsValue? _fulfilled;
    private JsValue? _rejected;

    /// <summary>Runs the source's top level, which may take so long.</summary>
    public FunctionEngine(in Prepared<Script> script, TimeProvider time, TimeSpan loadTimeout)
    {
        _budget = new CallBudget(time);
        _engine = new JintEngine(options => Configure(options, _budget, time));
        _host = new HostObject(_engine, _budget, Console);
        Values = new EventValues(_engine);
        Prelude.Run(_engine, _host);
        var stringify = _engine.Evaluate("JSON.stringify");
        _stringify = stringify;
        _then = _engine.Evaluate("Promise.prototype.then");
        _settle =
        [
            new ClrFunction(_engine, "", (_, arguments) => _fulfilled = arguments.At(0)),
            new ClrFunction(_engine, "", (_, arguments) => _rejected = arguments.At(0)),
        ];
        Writer = new ResultWriter(Values, value => _engine.Call(_stringify, value), _budget);

        _budget.Begin(loadTimeout, FunctionLimits.MaxLoadStatements);
        _engine.Execute(script);
        var found = _engine.Evaluate(Find).AsArray();
        _handlers = [.. FunctionHandlers.Names.Select((_, index) => found.Get(JsNumber.Create(index)))];
    }

    public ConsoleCapture Console { get; } = new();

    public EventValues Values { get; }

    public ResultWriter Writer { get; }

    /// <summary>The handler of that place in <see cref="FunctionHandlers.Names"/>; undefined where the source has none.</summary>
    public JsValue Handler(int index) => _handlers[index];

    /// <summary>From here on everything is one call, with one budget.</summary>
    public void BeginCall(TimeSpan timeout)
    {
        _wear.Begin();
        Console.Clear();
        Values.BeginCall();
        _host.BeginCall();
        _budget.Begin(timeout, FunctionLimits.MaxStatements);
    }

    /// <summary>Calls a handler, and waits for its promise where it gives one: all that it can wait for is its own work.</summary>
    public JsValue Call(JsValue handler, JsValue @event, JsValue settings)
    {
        var result = _engine.Call(handler, JsValue.Undefined, [@event, settings]);
        if (!result.IsPromise())
        {
            // What it left for later is done within its own call, not within the next event's.
            _engine.Advanced.ProcessTasks();
            return result;
        }

        _fulfilled = null;
        _rejected = null;
        _engine.Call(_then, result, _settle);
        _engine.Advanced.ProcessTasks();
        if (_rejected is { } reason)
        {
            throw new JavaScriptException(reason);
        }

        return _fulfilled ?? throw new LimitReached(FunctionVerdict.Failed, "the promise that the function returned is never settled: nothing is left that could do it");
    }

    /// <summary>The call is over, on the thread that it began on. False when this engine has had its share.</summary>
    /// <param name="eventBytes">What a global variable may hold of the event.</param>
    public bool EndCall(int eventBytes) => _wear.End(eventBytes);

    /// <summary>A list of one.</summary>
    public JsArray ListOf(JsValue item) => new(_engine, [item]);

    public void Dispose() => _engine.Dispose();

    private static void Configure(Options options, CallBudget budget, TimeProvider time)
    {
        options.Constraint(budget);

        // Beside the budget: a + b is not copied when it runs but when somebody looks into it, and only Jint's own limit counts it then.
        options.LimitMemory(FunctionLimits.MaxAllocatedBytes);
        options.LimitRecursion(FunctionLimits.MaxRecursion);
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = FunctionLimits.MaxArrayLength;
        options.Constraints.RegexTimeout = FunctionLimits.RegexTimeout;
        options.Constraints.PromiseTimeout = TimeSpan.FromMilliseconds(1);
        options.Host.StringCompilationAllowed = false;
        options.Json.MaxParseDepth = Events.EventDocument.MaxDepth;
        options.AgentCanSuspend = false;
        options.Culture = CultureInfo.InvariantCulture;
        options.TimeZone = TimeZoneInfo.Utc;
        options.TimeSystem = new EngineClock(time);
    }
}
