namespace ExtensibleWebhooks.Worker.EventLog;

/// <summary>Where a lane that the log does not know yet begins.</summary>
internal enum CursorStart
{
    /// <summary>With the next event that is appended.</summary>
    Newest,

    /// <summary>With the oldest event that the log still holds.</summary>
    Oldest,
}
