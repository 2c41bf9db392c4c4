using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Functions;

namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>An insert function that a line came with, or what is wrong with it.</summary>
/// <param name="Pool">Null where it does not compile.</param>
/// <param name="Diagnostics">Empty where it does.</param>
internal sealed record FunctionText(FunctionPool? Pool, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Without settings, and with the timeout of a destination that names none.</summary>
    public static FunctionText Compile(string source, TimeProvider time)
    {
        var result = FunctionCompiler.Compile(source, "function");
        return new FunctionText(result.IsCompiled ? new FunctionPool(result.Function, FunctionSettings.None, FunctionLimits.DefaultTimeout, time) : null, result.Diagnostics);
    }
}
