namespace ExtensibleWebhooks.Engine.Functions.Running;

/// <summary>
/// What an engine's calls have allocated so far. Global variables outlive a call, so a list in one grows for as long as its engine is used: nothing that it holds can be
/// more than was allocated, and nobody has to walk the engine to know.
/// </summary>
internal sealed class EngineWear
{
    private long _begun;
    private long _allocated;
    private int _calls;

    /// <summary>A call, on this thread.</summary>
    public void Begin() => _begun = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>The same call is over, on the same thread. False when the engine is to be used no more.</summary>
    /// <param name="eventBytes">Allocated by somebody else, and at hand in the call.</param>
    public bool End(int eventBytes)
    {
        _allocated += GC.GetAllocatedBytesForCurrentThread() - _begun + eventBytes;
        return ++_calls < FunctionLimits.MaxEngineCalls && _allocated < FunctionLimits.MaxEngineBytes;
    }
}
