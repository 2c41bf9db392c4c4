namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>A write made of a delegate and a task for its outcome.</summary>
internal sealed class DelegateWrite(Action<StoreConnection> apply, int bytes) : IStoreWrite
{
    private readonly TaskCompletionSource<WriteOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Bytes => bytes;

    public Task<WriteOutcome> Outcome => _outcome.Task;

    public void Apply(StoreConnection connection) => apply(connection);

    public void Complete(WriteOutcome outcome) => _outcome.SetResult(outcome);
}
