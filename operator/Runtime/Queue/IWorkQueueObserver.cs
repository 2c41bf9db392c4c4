namespace ExtensibleWebhooks.Runtime.Queue;

/// <summary>Told of what happens in a queue, for metrics. Called under the queue's lock: only count.</summary>
internal interface IWorkQueueObserver
{
    /// <summary>A key was added that was not waiting already.</summary>
    void Added();

    /// <summary>How many keys of a band are ready to be taken.</summary>
    void Ready(QueueBand band, int count);

    /// <summary>A key was taken, after so long ready.</summary>
    void Taken(TimeSpan waited);

    /// <summary>A key's work ended, after so long.</summary>
    void Done(TimeSpan worked);

    /// <summary>A key was put back because its work failed.</summary>
    void Retried();
}
