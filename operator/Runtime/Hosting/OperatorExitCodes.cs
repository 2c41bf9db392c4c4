namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>What the process ends with, besides 0.</summary>
public static class OperatorExitCodes
{
    /// <summary>Leadership was lost while work was in progress; only a new process is certain to hold none of it.</summary>
    public const int LeadershipLost = 10;

    /// <summary>Something that never ends ended: a bug.</summary>
    public const int Faulted = 11;
}
