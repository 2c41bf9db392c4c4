using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>A lane's cursor: one number that is read from, one that is committed.</summary>
internal sealed class EmbeddedCursor(string lane, long next, LaneCursors cursors, LogMemory memory, LogReader reader, LogRetryDelay retry) : ILogCursor
{
    private long _next = next;
    private long _missed;

    public string Lane => lane;

    public async ValueTask<LogSlice> ReadAsync(int maxEvents, CancellationToken cancellationToken)
    {
        while (true)
        {
            var moved = memory.Signal.Moved;
            if (_next >= memory.State.Head)
            {
                await moved.WaitAsync(cancellationToken);
                continue;
            }

            if (await TryReadAsync(maxEvents, cancellationToken) is not { } slice)
            {
                continue;
            }

            _next = slice.Next.Value;
            _missed += slice.Missed;
            if (slice.Events.Count > 0)
            {
                var missed = _missed;
                _missed = 0;
                return slice with { Missed = missed };
            }
        }
    }

    public ValueTask<WriteOutcome> CommitAsync(LogPosition position, CancellationToken cancellationToken) =>
        cursors.CommitAsync(lane, position.Value + 1, cancellationToken);

    public async ValueTask<CursorLag> GetLagAsync(CancellationToken cancellationToken)
    {
        var state = memory.State;
        var committed = Math.Max(cursors.NextOf(lane), state.Oldest);
        return committed >= state.Head ? new CursorLag(0, null) : new CursorLag(state.Head - committed, await reader.GetTimeAsync(committed, cancellationToken));
    }

    public void Dispose() => cursors.Close(lane);

    private async ValueTask<LogSlice?> TryReadAsync(int maxEvents, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(_next, maxEvents, cancellationToken);
        }
        catch (SqliteException exception)
        {
            await retry.WaitAsync(lane, exception.ToOutcome().Reason ?? "", cancellationToken);
            return null;
        }
    }
}
