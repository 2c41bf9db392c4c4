namespace ExtensibleWebhooks.Engine.Functions.Running;

/// <summary>Leads out of a call that reached a limit. No script can catch it: JavaScript's catch takes JavaScript's errors only. Never leaves this folder.</summary>
internal sealed class LimitReached(FunctionVerdict verdict, string message) : Exception(message)
{
    public FunctionVerdict Verdict { get; } = verdict;
}
