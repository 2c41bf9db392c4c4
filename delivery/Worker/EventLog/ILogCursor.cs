using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>
/// A lane's place in the log. One reader uses it at a time. After a crash it begins again behind the last commit: what came after is handed out once more.
/// Disposing it keeps the committed place.
/// </summary>
/// <remarks>
/// In the Embedded engine it is one number per lane. In Redis it is a consumer of the lane's group: a read is XREADGROUP, and a commit acknowledges what this
/// cursor handed out up to the position. So positions that are committed must have been handed out by this cursor since it was opened, and
/// "up to" is meant in the order of handing out, which another consumer's reclaimed events may make differ from the order of positions.
/// </remarks>
internal interface ILogCursor : IDisposable
{
    string Lane { get; }

    /// <summary>
    /// The next events, as soon as there is one: it waits for the log and never polls. An engine that cannot be read for a while is waited for, too.
    /// </summary>
    /// <param name="maxEvents">At least 1. Fewer come when fewer are there, and about 64 KB at a time from disk.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<LogSlice> ReadAsync(int maxEvents, CancellationToken cancellationToken);

    /// <summary>
    /// Settles everything that was handed out up to and including this event: it is never handed out again once the outcome is Durable.
    /// Anything but Durable leaves the last commit in force; committing the same or a later position again is right.
    /// </summary>
    ValueTask<WriteOutcome> CommitAsync(LogPosition position, CancellationToken cancellationToken);

    /// <summary>How far the commits are behind the head.</summary>
    ValueTask<CursorLag> GetLagAsync(CancellationToken cancellationToken);
}
