using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Data.Sqlite;

namespace ExtensibleWebhooks.Worker.Replays;

/// <summary>Tries until the store has done it, however long it needs.</summary>
internal sealed class Patience(TimeProvider time, ILogger<Patience> logger)
{
    public Task UntilDoneAsync(Func<Task<WriteOutcome>> write, CancellationToken cancellationToken) => UntilDoneAsync(async () => (await write(), true), cancellationToken);

    /// <returns>What the write that was durable came to.</returns>
    public async Task<T> UntilDoneAsync<T>(Func<Task<(WriteOutcome Outcome, T Result)>> write, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (outcome, result) = await write();
            if (outcome.IsDurable)
            {
                return result;
            }

            logger.ReplaysDelayed(outcome.Reason ?? "");
            await Task.Delay(ReplayLimits.Look, time, cancellationToken);
        }
    }

    public async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await read();
            }
            catch (SqliteException exception)
            {
                logger.ReplaysDelayed(exception.Message);
            }

            await Task.Delay(ReplayLimits.Look, time, cancellationToken);
        }
    }
}
