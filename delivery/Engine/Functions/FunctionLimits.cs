namespace ExtensibleWebhooks.Engine.Functions;

/// <summary>What bounds an insert function. Each is a number: none can be switched off. The time of one call is the destination's own (<c>insertFunction.timeout</c>).</summary>
public static class FunctionLimits
{
    /// <summary>Characters of the source.</summary>
    public const int MaxSourceLength = 65_536;

    /// <summary>What the console of one call keeps, in bytes of UTF-8; what comes after is left out, and that is said. Segment shows as much.</summary>
    public const int MaxConsoleBytes = 4096;

    /// <summary>Statements, and rounds of built-in loops, of one call; it also ends a call whose clock stands still.</summary>
    internal const int MaxStatements = 20_000_000;

    /// <summary>The same for the source's top level.</summary>
    internal const int MaxLoadStatements = 1_000_000;

    /// <summary>64 MiB, all that one call allocates, whether it is still in use or not.</summary>
    internal const long MaxAllocatedBytes = 64L << 20;

    /// <summary>Calls of one function inside each other. Recursion that has no one function in it is bounded by the thread's stack.</summary>
    internal const int MaxRecursion = 256;

    /// <summary>Elements of an array.</summary>
    internal const int MaxArrayLength = 1_000_000;

    /// <summary>Characters of a text that one built-in makes at once (repeat, padEnd, join …).</summary>
    internal const int MaxTextLength = 4 << 20;

    /// <summary>1 MiB: the event that a function returns, as JSON.</summary>
    internal const int MaxResultBytes = 1 << 20;

    /// <summary>Engines that wait for the next call; more may run at once, and those are thrown away afterwards.</summary>
    internal const int MaxIdleEngines = 4;

    /// <summary>
    /// 64 MiB: what the calls of one engine allocate, with their events, before another takes its place. A global variable keeps at most that much, and who hoards costs a lane
    /// no more than one call may take anyway; a simple function, whose calls allocate 8,616 bytes each (the functions of <c>make bench</c>), gets about 8,000 calls out of it.
    /// </summary>
    internal const long MaxEngineBytes = MaxAllocatedBytes;

    /// <summary>Calls of one engine, for what a global variable may keep that no call allocated: an event is a part of what was read from the log with it.</summary>
    internal const int MaxEngineCalls = 10_000;

    /// <summary>Time of one regular expression; less where the call has less.</summary>
    internal static readonly TimeSpan RegexTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>Time that the source's top level may take in each new engine.</summary>
    internal static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// 20 s: the same where a source is compiled. A refusal stays until the source changes, so a machine must be beyond all use before it refuses a source that is no worse than
    /// large.
    /// </summary>
    internal static readonly TimeSpan CompileTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Where the destination says nothing; Segment's.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);
}
