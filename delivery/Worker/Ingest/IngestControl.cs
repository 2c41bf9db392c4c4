using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>The switch of the ingest endpoint: closed (503) until it is configured, and again once the worker stops.</summary>
internal sealed class IngestControl(TimeProvider time)
{
    private volatile IngestSettings? _settings;
    private volatile TokenBucket? _bucket;

    /// <summary>Null: closed.</summary>
    public IngestSettings? Settings => _settings;

    /// <summary>Null: no rate limit.</summary>
    public TokenBucket? Bucket => _bucket;

    /// <summary>Opens, or changes what is accepted from the next request on. An unchanged rate limit keeps its debt.</summary>
    public void Configure(IngestSettings settings)
    {
        if (settings.RateLimit != _bucket?.Limit)
        {
            _bucket = settings.RateLimit is { } limit ? new TokenBucket(limit, time) : null;
        }

        _settings = settings;
    }

    public void Close() => _settings = null;
}
