using System.Text;
using ExtensibleWebhooks.Engine.Triggers.Syntax;

namespace ExtensibleWebhooks.Engine.Triggers;

/// <summary>The one compiler of triggers: admission, the operator, the worker and the command line use it, so all of them say the same.</summary>
public static class TriggerCompiler
{
    /// <summary>5 KB, as in the reference; in bytes of UTF-8.</summary>
    public const int MaxBytes = 5 * 1024;

    /// <summary>Compiles a trigger, or reports everything that is wrong with it. Throws nothing.</summary>
    /// <param name="text">Such as <c>type = "track" and event = "Order Completed"</c>.</param>
    /// <param name="path">The field that the text is from, for the diagnostics.</param>
    public static TriggerResult Compile(string text, string path = "spec.trigger")
    {
        var problems = new TriggerProblems(text, path);
        if (Encoding.UTF8.GetByteCount(text) is var bytes and > MaxBytes)
        {
            problems.Add(0, $"The trigger has {bytes} bytes; at most {MaxBytes} are allowed.");
        }
        else if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(0, "The trigger is empty; write a condition such as type = \"track\", or all for every event.");
        }

        if (problems.Any)
        {
            return new TriggerResult(null, problems.Diagnostics);
        }

        var expression = TriggerParser.Parse(text, problems);
        return problems.Any
            ? new TriggerResult(null, problems.Diagnostics)
            : new TriggerResult(new CompiledTrigger(TriggerPrinter.Print(expression), PredicateCompiler.Compile(expression)), []);
    }
}
