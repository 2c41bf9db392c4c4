using ExtensibleWebhooks.Worker.Storage;

namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>What became of an append.</summary>
/// <param name="Outcome">Durable: every event is in the log, or was before. Anything else: none was appended.</param>
/// <param name="Positions">When Durable, one for each event of the batch; <see cref="LogPosition.None"/> for a duplicate. Otherwise empty.</param>
internal sealed record AppendResult(WriteOutcome Outcome, IReadOnlyList<LogPosition> Positions)
{
    public int Duplicates => Positions.Count(position => position == LogPosition.None);
}
