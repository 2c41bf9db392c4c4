using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;

namespace ExtensibleWebhooks.Runtime.Leadership;

/// <summary>
/// Lets one of several processes act, by a Lease. A process waits a whole lease duration, by its own monotonic clock, after the last change that it saw, and acts
/// only until its renew deadline, counted from the start of its last successful renewal: clocks that differ, errors and pauses end a term early, never late.
/// Leads once; who lost starts a new process.
/// </summary>
internal sealed class LeaderElector(
    LeaderElectionOptions options, ILeaseStore store, LeadershipFence fence, LeadershipMetrics metrics, LeadershipRuntime runtime)
{
    private const double AcquireJitter = 1.2;

    private readonly TimeProvider _time = runtime.Time;
    private LeaseRecord? _observed;
    private long _observedAt;
    private long _lastTry;

    /// <summary>Time since the last try, zero before the first; many retry periods mean that the loop hangs.</summary>
    public TimeSpan SinceTried => Interlocked.Read(ref _lastTry) is var last and not 0 ? _time.GetElapsedTime(last) : TimeSpan.Zero;

    /// <summary>Waits for leadership, runs the work under it, and gives it back afterwards.</summary>
    /// <param name="lead">Given a token that is cancelled when leadership is lost. When it returns by itself, the Lease is released.</param>
    /// <param name="stop">Ends the waiting; once leading, it is the work's affair to end.</param>
    public async Task<LeadershipEnd> RunAsync(Func<CancellationToken, Task> lead, CancellationToken stop)
    {
        if (!await AcquireAsync(stop))
        {
            return LeadershipEnd.NeverLed;
        }

        Log.Leads(runtime.Logger, options.Identity);
        metrics.Leads(true);
        var work = lead(fence.Lost);
        await RenewAsync(work);
        var lost = !fence.MayWrite;
        fence.Close();
        metrics.Leads(false);
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (lost)
        {
            // That is how it ends when the fence closes.
        }

        if (lost)
        {
            Log.Lost(runtime.Logger, options.Identity);
            return LeadershipEnd.Lost;
        }

        await ReleaseAsync();
        return LeadershipEnd.Resigned;
    }

    private async Task<bool> AcquireAsync(CancellationToken stop)
    {
        Log.Waits(runtime.Logger, options.Identity, $"{options.Namespace}/{options.LeaseName}");
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (await TryAsync(stop) == TryResult.Held)
                {
                    return true;
                }

                await Task.Delay(options.RetryPeriod * (1 + (runtime.Random.NextDouble() * AcquireJitter)), _time, stop);
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Never led.
        }

        return false;
    }

    /// <summary>Renews until the work ends or the term does. Whatever goes wrong is tried again until the deadline.</summary>
    private async Task RenewAsync(Task work)
    {
        try
        {
            while (fence.MayWrite)
            {
                await Task.WhenAny(work, Task.Delay(options.RetryPeriod, _time, fence.Lost));
                if (work.IsCompleted || (fence.MayWrite && await TryAsync(fence.Lost) == TryResult.HeldByAnother))
                {
                    return;
                }
            }
        }
        catch (Exception) when (fence.Lost.IsCancellationRequested)
        {
            // The deadline passed, whatever the try said that it cut off.
        }
        finally
        {
            if (_observed?.Holder != options.Identity)
            {
                fence.Close();
            }
        }
    }

    /// <summary>One try to get or keep the Lease.</summary>
    private async Task<TryResult> TryAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _lastTry, _time.GetTimestamp());
        using var timeout = new CancellationTokenSource(options.RequestTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await TryAsync_NeedsTimeout(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.TryFailed(runtime.Logger, "no answer in time");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.TryFailed(runtime.Logger, SafeText.Of(exception));
        }

        return TryResult.Unknown;
    }

    private async Task<TryResult> TryAsync_NeedsTimeout(CancellationToken cancellationToken)
    {
        // 1. A leader's usual renewal needs no reading: nobody else writes.
        var started = fence.Now;
        if (fence.MayWrite && _observed is { } own && own.Holder == options.Identity
            && await store.TryWriteAsync(Next(own), cancellationToken) is { } renewed)
        {
            return Hold(renewed, started);
        }

        // 2. Otherwise see what is there, and since when by our own clock.
        metrics.SlowPath();
        var current = await store.ReadAsync(cancellationToken);
        Observe(current);
        if (current is { Holder.Length: > 0 } && current.Holder != options.Identity && _time.GetElapsedTime(_observedAt) < WaitFor(current))
        {
            return TryResult.HeldByAnother;
        }

        // 3. Free, run out, ours by a write whose answer was lost, or not there: write, if it still is so.
        started = fence.Now;
        return await store.TryWriteAsync(Next(current), cancellationToken) is { } written ? Hold(written, started) : TryResult.Unknown;
    }

    private TryResult Hold(LeaseRecord written, TimeSpan started)
    {
        Observe(written);
        return fence.TryExtend(started + options.RenewDeadline) ? TryResult.Held : TryResult.Unknown;
    }

    private void Observe(LeaseRecord? record)
    {
        if (record != _observed)
        {
            _observed = record;
            _observedAt = _time.GetTimestamp();
        }
    }

    // A Lease that another program made may not say.
    private TimeSpan WaitFor(LeaseRecord held) => held.Duration > TimeSpan.Zero ? held.Duration : options.LeaseDuration;

    private LeaseRecord Next(LeaseRecord? current)
    {
        var isOurs = current?.Holder == options.Identity;
        var now = _time.GetUtcNow();
        return new LeaseRecord
        {
            Holder = options.Identity,
            Duration = options.LeaseDuration,
            AcquireTime = isOurs ? current!.AcquireTime : now, // isOurs says that there is one
            RenewTime = now,
            Transitions = current is null ? 0 : isOurs ? current.Transitions : current.Transitions + 1,
            ResourceVersion = current?.ResourceVersion ?? "",
        };
    }

    /// <summary>Lets the others start at once. If it fails they wait for the lease to run out.</summary>
    private async Task ReleaseAsync()
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, _time);
        try
        {
            if (_observed is { } own)
            {
                await store.TryWriteAsync(own with { Holder = "", Duration = TimeSpan.FromSeconds(1), RenewTime = _time.GetUtcNow() }, timeout.Token);
                Log.Released(runtime.Logger, options.Identity);
            }
        }
        catch (Exception exception)
        {
            Log.TryFailed(runtime.Logger, SafeText.Of(exception));
        }
    }

    private enum TryResult
    {
        /// <summary>Ours, and the fence is open.</summary>
        Held,

        HeldByAnother,

        /// <summary>An error, or somebody wrote meanwhile: look again.</summary>
        Unknown,
    }
}
