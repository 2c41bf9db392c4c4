using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>
/// Keeps a sink equal to one scope of the API server: lists, watches from the list's resource version, resumes where a watch ended, and lists again
/// only when the server says that the version is gone. Never gives up; each fault is followed by a growing wait.
/// </summary>
internal sealed class Reflector<T>
    where T : class
{
    // A server that answers, but refuses the same version so often without a word of expiry, will not start to like it.
    private const int RefusalsBeforeRelist = 3;

    private readonly ReflectorScope _scope;
    private readonly IListWatch<T> _source;
    private readonly IReflectorSink<T> _sink;
    private readonly ReflectorRuntime _runtime;
    private readonly Backoff _backoff;
    private string? _version;
    private string _relistReason = "start";
    private int _refusals;

    public Reflector(ReflectorScope scope, IListWatch<T> source, IReflectorSink<T> sink, ReflectorRuntime runtime)
    {
        _scope = scope;
        _source = source;
        _sink = sink;
        _runtime = runtime;
        _backoff = new Backoff(runtime.Timings, runtime.Time, runtime.Random);
    }

    /// <summary>When the loop last moved, and when the server was last heard.</summary>
    public ReflectorPulse Pulse { get; } = new();

    /// <summary>Runs until cancelled; throws nothing else.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            Pulse.Heard(_runtime.Time.GetTimestamp());
            while (!cancellationToken.IsCancellationRequested)
            {
                Pulse.Beat(_runtime.Time.GetTimestamp());
                var wait = _version is null ? await ListAsync(cancellationToken) : await WatchAsync(_version, cancellationToken);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, _runtime.Time, cancellationToken);
                }
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped; a connection that dies in the same moment may say so in its own way.
        }
    }

    private async Task<TimeSpan> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await _source.ListAsync(cancellationToken);
            Pulse.Heard(_runtime.Time.GetTimestamp());
            _runtime.Metrics.Listed(_scope.Resource, _relistReason);
            Log.Listed(_runtime.Logger, _scope, list.Items.Count, _relistReason);
            _sink.Replace(_scope.Namespace, list.Items);
            _version = list.ResourceVersion;
            _refusals = 0;
            return TimeSpan.Zero;
        }
        catch (KubeApiException exception) when (_scope.Optional && exception.Error.IsNotFound)
        {
            Pulse.Heard(_runtime.Time.GetTimestamp());
            _sink.Replace(_scope.Namespace, []);
            return _runtime.Timings.AbsentKindRetry;
        }
        catch (KubeApiException exception)
        {
            return BackOff(exception.Error, "list");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ReflectorFaulted(_runtime.Logger, _scope, "list", SafeText.Of(exception));
            return _backoff.Next();
        }
    }

    private async Task<TimeSpan> WatchAsync(string version, CancellationToken cancellationToken)
    {
        var end = await RunWatchAsync(version, cancellationToken);
        switch (end.Kind)
        {
            case WatchEndKind.Closed or WatchEndKind.Silent or WatchEndKind.Overdue:
                Log.WatchEnded(_runtime.Logger, _scope, end.Kind);
                return TimeSpan.Zero;
            case WatchEndKind.Expired:
                Relist("expired");
                return BackOff(end.Error, "watch");
            case WatchEndKind.Refused when end.Error is { IsNotFound: true } || ++_refusals >= RefusalsBeforeRelist:
                Relist("refused");
                return BackOff(end.Error, "watch");
            default:
                return BackOff(end.Error, "watch");
        }
    }

    /// <summary>Reads one watch to its end, however it ends.</summary>
    private async Task<WatchEnd> RunWatchAsync(string version, CancellationToken cancellationToken)
    {
        var (timings, time) = (_runtime.Timings, _runtime.Time);
        var timeout = timings.MinWatch + ((timings.MaxWatch - timings.MinWatch) * _runtime.Random.NextDouble());
        using var deadline = new CancellationTokenSource(timeout + timings.WatchGrace, time);
        using var silence = new CancellationTokenSource(timings.Silence, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, silence.Token, cancellationToken);
        var started = time.GetTimestamp();
        var events = 0;
        try
        {
            await foreach (var change in _source.WatchAsync(version, timeout, OnBytes, linked.Token).WithCancellation(linked.Token))
            {
                events++;
                if (change.Type == WatchEventType.Error)
                {
                    return new WatchEnd(change.Error is { IsExpired: true } ? WatchEndKind.Expired : WatchEndKind.Refused, change.Error);
                }

                if (change.Type != WatchEventType.Bookmark)
                {
                    _sink.Apply(change);
                }

                _version = string.IsNullOrEmpty(change.Metadata.ResourceVersion) ? _version : change.Metadata.ResourceVersion;
                _refusals = 0;
            }

            var isVeryShort = events == 0 && time.GetElapsedTime(started) < timings.VeryShortWatch;
            return new WatchEnd(isVeryShort ? WatchEndKind.VeryShort : WatchEndKind.Closed);
        }
        catch (KubeApiException exception)
        {
            var kind = exception.Error.IsExpired ? WatchEndKind.Expired : exception.Error.Code == 0 ? WatchEndKind.Broken : WatchEndKind.Refused;
            return new WatchEnd(kind, exception.Error);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (deadline.IsCancellationRequested || silence.IsCancellationRequested)
            {
                return new WatchEnd(silence.IsCancellationRequested ? WatchEndKind.Silent : WatchEndKind.Overdue);
            }

            Log.ReflectorFaulted(_runtime.Logger, _scope, "watch", SafeText.Of(exception));
            return new WatchEnd(WatchEndKind.Broken);
        }

        void OnBytes()
        {
            silence.CancelAfter(timings.Silence);
            Pulse.Heard(time.GetTimestamp());
        }
    }

    private void Relist(string reason)
    {
        _version = null;
        _relistReason = reason;
    }

    private TimeSpan BackOff(ApiError? error, string verb)
    {
        if (error is not null)
        {
            Log.ReflectorRefused(_runtime.Logger, _scope, verb, error);
        }

        var wait = _backoff.Next();
        return error?.RetryAfter is { } asked && asked > wait ? asked : wait;
    }
}
