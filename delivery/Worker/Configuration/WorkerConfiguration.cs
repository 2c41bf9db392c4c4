using System.Security.Cryptography;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>The configuration in force, and its renewal: read, checked, compiled, swapped. A document that is bad in any way changes nothing but a counter and a log line.</summary>
internal sealed class WorkerConfiguration(ConfigurationOptions options, ConfigurationMetrics metrics, TimeProvider time, ILogger<WorkerConfiguration> logger)
{
    private readonly ConfigurationFolder _folder = new(options);
    private readonly DestinationCompiler _compiler = new();
    private readonly Pulse _changed = new();
    private WorkerSnapshot? _current;
    private string? _lastRefused;

    /// <summary>Null until the first good configuration.</summary>
    public WorkerSnapshot? Current => Volatile.Read(ref _current);

    /// <summary>Ends with the next change. Take it, then look at <see cref="Current"/>, then await it: no change is missed.</summary>
    public Task Changed => _changed.Next;

    /// <summary>Reads at once and then whenever the folder changes, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var watch = new FolderWatch(options, time);
        while (true)
        {
            Reload();
            await watch.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Reads the folder now. Not for several threads at once.</summary>
    public void Reload()
    {
        if (_folder.ReadConfig(out var problem) is not { } bytes)
        {
            Refuse("", problem ?? "");
            return;
        }

        var revision = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        if (revision == Current?.Revision)
        {
            _lastRefused = null;
            RenewCredentials(Current);
            return;
        }

        var result = WorkerConfigDocument.Read(bytes);
        if (result.Config is null)
        {
            Refuse(revision, string.Join("; ", result.Diagnostics));
            return;
        }

        var (destinations, problems) = _compiler.Compile(result.Config);
        Apply(new WorkerSnapshot
        {
            Config = result.Config,
            Revision = revision,
            Destinations = destinations,
            Problems = problems,
            Credentials = _folder.ReadCredentials(result.Config),
        });
    }

    private void Apply(WorkerSnapshot snapshot)
    {
        _lastRefused = null;
        Volatile.Write(ref _current, snapshot);
        metrics.Applied(snapshot, time.GetUtcNow());
        logger.ConfigApplied(snapshot.Revision, snapshot.Destinations.Count, snapshot.Destinations.Sum(destination => destination.Mappings.Count));
        foreach (var (destination, mapping, diagnostics) in snapshot.Problems)
        {
            logger.MappingLeftOut(destination, mapping, string.Join("; ", diagnostics));
        }

        _changed.Set();
    }

    private void RenewCredentials(WorkerSnapshot current)
    {
        var credentials = _folder.ReadCredentials(current.Config);
        if (!credentials.Equals(current.Credentials))
        {
            Volatile.Write(ref _current, current with { Credentials = credentials });
            logger.CredentialsChanged();
            _changed.Set();
        }
    }

    /// <summary>Told once for each document, however often it is read.</summary>
    private void Refuse(string revision, string problem)
    {
        if (_lastRefused == revision + problem)
        {
            return;
        }

        _lastRefused = revision + problem;
        if (Current is null && revision.Length == 0)
        {
            logger.ConfigAwaited(problem);
            return;
        }

        metrics.Refused();
        logger.ConfigRefused(Current?.Revision ?? "none", problem);
    }
}
