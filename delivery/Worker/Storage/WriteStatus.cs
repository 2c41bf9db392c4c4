namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>What became of something that was to be kept.</summary>
internal enum WriteStatus
{
    /// <summary>It is on disk (or acknowledged by the engine) and survives a crash from here on.</summary>
    Durable,

    /// <summary>There is no room: the disk, or the bound on the file. Nothing was kept; trying later may succeed.</summary>
    Full,

    /// <summary>Too much is already waiting to be written, or the store is stopping. Nothing was tried; trying later may succeed.</summary>
    Busy,

    /// <summary>The engine refused or broke; the reason says how. Nothing was kept.</summary>
    Failed,
}
