namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>Where the configuration is, and how its changes are noticed.</summary>
internal sealed record ConfigurationOptions
{
    /// <summary>The folder with <c>config.json</c> and the files that it names: a mounted Secret, or any folder.</summary>
    public required string Folder { get; init; }

    /// <summary>How long a change may go on (several files, one after the other) before it is read.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>The folder is read this often whatever the watcher says: inotify does not see every kind of mount.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(10);
}
