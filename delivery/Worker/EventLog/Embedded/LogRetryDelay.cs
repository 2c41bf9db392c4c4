namespace ExtensibleWebhooks.Worker.EventLog.Embedded;

/// <summary>The pause after a failed read: a disk that cannot be read does not get better by being asked at once.</summary>
internal sealed class LogRetryDelay(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public Task WaitAsync(string lane, string reason, CancellationToken cancellationToken)
    {
        logger.LogReadFailed(lane, reason);
        return Task.Delay(Pause, time, cancellationToken);
    }
}
