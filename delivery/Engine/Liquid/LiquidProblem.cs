namespace ExtensibleWebhooks.Engine.Liquid;

/// <summary>One thing that is wrong with a template.</summary>
/// <param name="Message">A sentence: what, and what to do.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
internal sealed record LiquidProblem(string Message, int Line, int Column);
