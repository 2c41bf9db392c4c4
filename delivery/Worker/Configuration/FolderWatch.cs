using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>Tells when something in a folder may have changed: by the operating system's notice, and at the latest after the poll interval.</summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly Signal _changed = new();
    private readonly ConfigurationOptions _options;
    private readonly TimeProvider _time;
    private FileSystemWatcher? _watcher;

    public FolderWatch(ConfigurationOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    /// <summary>Returns after a change has settled, or after the poll interval.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        _watcher ??= TryWatch();
        using var poll = new CancellationTokenSource(_options.Poll, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(poll.Token, cancellationToken);
        try
        {
            await _changed.WaitAsync(either.Token);
            await Task.Delay(_options.Settle, _time, cancellationToken);
            _changed.Reset();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }

    public void Dispose() => _watcher?.Dispose();

    /// <summary>Null when the folder is not there yet, or the machine has no more watches: polling goes on alone.</summary>
    private FileSystemWatcher? TryWatch()
    {
        try
        {
            var watcher = new FileSystemWatcher(_options.Folder)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.CreationTime,
            };
            watcher.Created += (_, _) => _changed.Set();
            watcher.Changed += (_, _) => _changed.Set();
            watcher.Deleted += (_, _) => _changed.Set();
            watcher.Renamed += (_, _) => _changed.Set();
            watcher.Error += (_, _) => _changed.Set();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            return null;
        }
    }
}
