using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.Ingest;
using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Hosting;

/// <summary>
/// Hands a configuration to the log and to ingest once the lanes follow it. In this order, because a new lane begins at the log's end:
/// an event that is accepted under a configuration reaches every destination of it.
/// </summary>
internal sealed class ConfigurationApplier(IEventLog log, IngestControl ingest, ILogger logger)
{
    private volatile bool _isReady;
    private volatile bool _isStopping;

    /// <summary>A configuration is applied, and the worker does not stop.</summary>
    public bool IsReady => _isReady && !_isStopping;

    public void Apply(WorkerSnapshot snapshot)
    {
        if (_isStopping)
        {
            return;
        }

        var config = snapshot.Config;
        log.Configure(new EventLogSettings
        {
            MaxAge = config.Log.MaxAge.Value,
            MaxBytes = config.Log.MaxSize.Bytes,
            DeduplicationWindow = config.Log.DeduplicationWindow.Value,
        });
        if (snapshot.Credentials.ValueOf(config.Ingest.WriteKeyFile) is not { } writeKey)
        {
            // Fail closed: without its key a source cannot tell its senders from others.
            logger.WriteKeyMissing(config.Ingest.WriteKeyFile);
            ingest.Close();
            _isReady = false;
            return;
        }

        ingest.Configure(new IngestSettings
        {
            WriteKey = writeKey,
            MaxEventBytes = config.Ingest.MaxEventBytes,
            MaxBatchBytes = config.Ingest.MaxBatchBytes,
            RateLimit = config.Ingest.EventsPerSecond is { } rate ? new RateLimit(rate, config.Ingest.Burst ?? rate) : null,
        });
        _isReady = true;
    }

    /// <summary>No event is taken any more.</summary>
    public void Stop()
    {
        _isStopping = true;
        ingest.Close();
    }
}
