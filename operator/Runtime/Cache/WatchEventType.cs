namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>What a line of a watch tells.</summary>
internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>Only how far the watch has come.</summary>
    Bookmark,

    /// <summary>The server's last word on this watch.</summary>
    Error,

    /// <summary>An object that the type cannot read.</summary>
    Undecodable,
}
