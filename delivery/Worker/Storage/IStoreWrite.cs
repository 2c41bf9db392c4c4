namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>One piece of work of the group commit. Both methods run on the writer's thread and must be quick; neither may block on anything but SQLite.</summary>
internal interface IStoreWrite
{
    /// <summary>Roughly how many bytes it will write; counted against <see cref="EmbeddedStoreOptions.MaxQueuedBytes"/>.</summary>
    int Bytes { get; }

    /// <summary>
    /// Executes the statements, inside the group's transaction and a savepoint of its own: a throw undoes this write alone and becomes its outcome.
    /// Called at most once.
    /// </summary>
    void Apply(StoreConnection connection);

    /// <summary>Called exactly once, after the group's commit or its failure.</summary>
    void Complete(WriteOutcome outcome);
}
