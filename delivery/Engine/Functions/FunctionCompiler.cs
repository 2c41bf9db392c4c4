using Acornima;
using Acornima.Ast;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Functions.Running;
using Jint;
using JintEngine = Jint.Engine;

namespace ExtensibleWebhooks.Engine.Functions;

/// <summary>The one compiler of insert functions: admission, the operator, the worker and the command line use it, so all of them say the same.</summary>
public static class FunctionCompiler
{
    private static readonly ScriptPreparationOptions Options = new() { ParsingOptions = new ScriptParsingOptions { Tolerant = false, RegexTimeout = FunctionLimits.RegexTimeout } };

    /// <summary>Compiles a source, or reports what is wrong with it. Throws nothing for any source.
    /// Its top level runs once, as that is where handlers come from. Statements and memory bound it first, which is the same on every machine; one that still takes
    /// <see cref="FunctionLimits.CompileTimeout"/>, as with one slow regular expression after the other, is refused too, or it would stop all that its caller looks after.</summary>
    /// <param name="source">JavaScript, a script without modules.</param>
    /// <param name="path">The field that holds the source, for the diagnostics.</param>
    /// <param name="time">Measures the top level; null for the system's.</param>
    public static FunctionResult Compile(string source, string path = "spec.insertFunction.source", TimeProvider? time = null)
    {
        if (source.Length > FunctionLimits.MaxSourceLength)
        {
            return Refused(new Diagnostic(path, $"has {source.Length} characters, at most {FunctionLimits.MaxSourceLength}"));
        }

        if (Prepare(source, path, out var script) is { } problem)
        {
            return Refused(problem);
        }

        var refused = SourceRules.Check(script.Program!, path); // Prepared without an error.
        return refused.Count > 0 ? new FunctionResult(null, refused) : Load(GuardedSource.Of(source, script.Program!), path, time ?? TimeProvider.System); // Prepared without an error.
    }

    /// <summary>Null, and the script; or why there is none.</summary>
    private static Diagnostic? Prepare(string source, string path, out Prepared<Script> script)
    {
        try
        {
            script = JintEngine.PrepareScript(source, FunctionEngine.SourceName, strict: false, Options);
            return null;
        }
        catch (ScriptPreparationException error)
        {
            script = default;
            var problem = error.InnerException as ParseErrorException;
            return new Diagnostic(path, SentenceOf(problem?.Description ?? error.Message), problem?.LineNumber, problem is null ? null : problem.Column + 1);
        }
    }

    private static FunctionResult Load(GuardedSource source, string path, TimeProvider time)
    {
        // The guards make it deeper than it was.
        if (Prepare(source.Text, path, out var script) is { } problem)
        {
            return Refused(problem);
        }

        IReadOnlyList<string> handlers;
        try
        {
            using var engine = new FunctionEngine(script, new LoadClock(time), FunctionLimits.CompileTimeout);
            handlers = [.. FunctionHandlers.Names.Where((_, index) => !engine.Handler(index).IsUndefined())];
        }
        catch (Exception exception)
        {
            // As with a call: what an interpreter makes of a user's source is the user's.
            var outcome = source.Locate(CallErrors.Of(exception));
            return Refused(new Diagnostic(path, $"fails before any event: {outcome.Message}", outcome.Line, outcome.Column));
        }

        var names = SourceRules.TopLevelNames(script.Program!); // Prepared without an error.
        var misspelt = names
            .Where(name => !FunctionHandlers.Names.Contains(name.Name) && FunctionHandlers.Names.Contains(name.Name, StringComparer.OrdinalIgnoreCase))
            .Select(name => new Diagnostic(path, $"{name.Name} is never called{NearMiss.Hint(name.Name, FunctionHandlers.Names)}", name.Location.Start.Line, name.Location.Start.Column + 1))
            .ToList();
        return misspelt.Count > 0 ? new FunctionResult(null, misspelt)
            : handlers.Count == 0 ? Refused(new Diagnostic(path, $"has no handler: define at least one of {FunctionHandlers.Listed}{Suggestion(names)}"))
            : new FunctionResult(new CompiledFunction(script, source, handlers), []);
    }

    private static string Suggestion(IReadOnlyList<Identifier> names) =>
        names.FirstOrDefault(name => NearMiss.Find(name.Name, FunctionHandlers.Names) is not null) is { Name: var found }
            ? $"; found {found}{NearMiss.Hint(found, FunctionHandlers.Names)}"
            : "";

    private static string SentenceOf(string description) => $"is no JavaScript: {description}";

    private static FunctionResult Refused(Diagnostic diagnostic) => new(null, [diagnostic]);
}
