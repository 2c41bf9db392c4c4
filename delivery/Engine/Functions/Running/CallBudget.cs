using Jint;

namespace ExtensibleWebhooks.Engine.Functions.Running;

/// <summary>
/// The time, the statements and the memory of one call. Jint asks it before every statement and in its own long loops. Jint's own limits begin anew with
/// every entry into the engine, and one call may be several (the handler, its promise, a getter of its result); this one does not.
/// </summary>
internal sealed class CallBudget(TimeProvider time) : Constraint
{
    /// <summary>The clock costs more than the rest: it is looked at once in so many checks. A power of two.</summary>
    private const int ChecksPerLook = 32;

    private TimeSpan _timeout;
    private long _deadline = long.MaxValue;
    private long _bytesLimit = long.MaxValue;
    private int _statements;
    private int _statementsLeft = int.MaxValue;

    /// <summary>From now on everything counts as one call.</summary>
    public void Begin(TimeSpan timeout, int statements)
    {
        _timeout = timeout;
        _statements = statements;
        _deadline = time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency);
        _bytesLimit = GC.GetAllocatedBytesForCurrentThread() + FunctionLimits.MaxAllocatedBytes;
        _statementsLeft = statements;
    }

    public override void Check()
    {
        var left = --_statementsLeft;
        if (left < 0)
        {
            throw new LimitReached(FunctionVerdict.Failed, $"the call ran more than {_statements} statements");
        }

        if (GC.GetAllocatedBytesForCurrentThread() > _bytesLimit)
        {
            throw new LimitReached(FunctionVerdict.Failed, $"the call allocated more than {FunctionLimits.MaxAllocatedBytes >> 20} MiB");
        }

        if ((left & (ChecksPerLook - 1)) == 0)
        {
            CheckTime();
        }
    }

    /// <summary>Counts what a built-in is about to allocate.</summary>
    public void Charge(long bytes)
    {
        _bytesLimit -= bytes;
        Check();
    }

    /// <summary>The clock too; for built-ins that do much between two statements.</summary>
    public void CheckAll()
    {
        Check();
        CheckTime();
    }

    public override void Reset()
    {
        // Jint's mark of an entry; a call may have several.
    }

    private void CheckTime()
    {
        if (time.GetTimestamp() > _deadline)
        {
            throw new LimitReached(FunctionVerdict.TimedOut, $"the call took longer than its timeout of {_timeout.TotalMilliseconds:0} ms");
        }
    }
}
