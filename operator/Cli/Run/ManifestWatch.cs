using System.Threading.Channels;
using ExtensibleWebhooks.Cli.Manifests;

namespace ExtensibleWebhooks.Cli.Run;

/// <summary>Reads the manifests again whenever one changed: told by the file system, and looking itself now and then where that does not tell.</summary>
internal sealed class ManifestWatch
{
    /// <summary>An empty file that stays empty so many looks long is meant to be empty.</summary>
    private const int MaxLooks = 20;

    /// <summary>Editors write a file in several steps, people save several files at once.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly ManifestFiles _files;
    private readonly TimeProvider _time;
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private string _seen;

    /// <summary>What is there now counts as seen: read the files after this.</summary>
    public ManifestWatch(ManifestFiles files, TimeProvider time)
    {
        _files = files;
        _time = time;
        _seen = files.Fingerprint();
    }

    /// <summary>Until cancelled.</summary>
    /// <param name="changed">Told what the files say now; one call at a time.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async Task RunAsync(Action<ManifestReading> changed, CancellationToken cancellationToken)
    {
        var watchers = _files.Folders.Select(Watch).OfType<FileSystemWatcher>().ToList();
        using var poll = _time.CreateTimer(_ => _signals.Writer.TryWrite(true), null, Poll, Poll);
        try
        {
            await foreach (var _ in _signals.Reader.ReadAllAsync(cancellationToken))
            {
                var now = await SettledAsync(cancellationToken);
                if (now != _seen)
                {
                    _seen = now;
                    changed(_files.Read());
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            watchers.ForEach(watcher => watcher.Dispose());
        }
    }

    /// <summary>The fingerprint once nothing is written any more: it stays the same for a while, and no file is empty, as a file is between being cut and being written.</summary>
    private async Task<string> SettledAsync(CancellationToken cancellationToken)
    {
        var now = _files.Fingerprint();
        for (var looked = 1; ; looked++)
        {
            await Task.Delay(Settle, _time, cancellationToken);
            var before = now;
            now = _files.Fingerprint();
            if (now == before && (looked >= MaxLooks || !_files.HasEmptyFile()))
            {
                return now;
            }
        }
    }

    /// <summary>Null where the system has no more watches to give, or the folder is gone: then the poll alone looks.</summary>
    private FileSystemWatcher? Watch(string folder)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = _files.IsRecursive };
            FileSystemEventHandler signal = (_, _) => _signals.Writer.TryWrite(true);
            watcher.Changed += signal;
            watcher.Created += signal;
            watcher.Deleted += signal;
            watcher.Renamed += (_, _) => _signals.Writer.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            watcher?.Dispose();
            return null;
        }
    }
}
