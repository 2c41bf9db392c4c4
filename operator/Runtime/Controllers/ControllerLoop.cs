using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Runtime.Queue;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>Takes keys off a queue and reconciles them, several at once; whatever goes wrong with one is its own affair, and is tried again for ever.</summary>
internal sealed class ControllerLoop(
    ControllerSettings settings, Wakeups wakeups, IKeyReconciler reconciler, ControllerMetrics metrics, TimeProvider time, ILogger logger)
    : IController, IDisposable
{
    private readonly WorkQueue<NamespacedName> _queue = wakeups.Queue;

    public string Name => settings.Name;

    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        Log.Started(logger, Name, settings.MaxConcurrent);
        wakeups.Open();
        using var taking = CancellationTokenSource.CreateLinkedTokenSource(stopping, abort);
        var workers = Enumerable.Range(0, settings.MaxConcurrent).Select(_ => Task.Run(() => WorkAsync(taking.Token, abort), CancellationToken.None));
        await Task.WhenAll(workers);
        Log.Stopped(logger, Name);
    }

    public void Dispose() => _queue.Dispose();

    private async Task WorkAsync(CancellationToken taking, CancellationToken abort)
    {
        while (!taking.IsCancellationRequested)
        {
            NamespacedName key;
            try
            {
                key = await _queue.TakeAsync(taking);
            }
            catch (OperationCanceledException) when (taking.IsCancellationRequested)
            {
                return;
            }

            var started = time.GetTimestamp();
            metrics.Began(Name);
            try
            {
                await ReconcileAsync(key, abort);
            }
            finally
            {
                metrics.Ended(Name, time.GetElapsedTime(started));
                _queue.Done(key);
            }
        }
    }

    private async Task ReconcileAsync(NamespacedName key, CancellationToken abort)
    {
        using var timeout = new CancellationTokenSource(settings.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, abort);
        try
        {
            Settle(key, await reconciler.ReconcileAsync(key, linked.Token));
        }
        catch (Exception exception) when (abort.IsCancellationRequested || exception is WriteFencedException)
        {
            // Not the key's fault, and not ours to finish: the next leader looks at every key.
            _queue.AddRateLimited(key);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            metrics.TimedOut(Name);
            Fail(key, $"took longer than {settings.Timeout.TotalSeconds:0} s", null, null);
        }
        catch (KubeApiException exception)
        {
            Fail(key, exception.Message, exception, null);
        }
        catch (Exception exception)
        {
            metrics.Panicked(Name);
            Fail(key, SafeText.Of(exception), exception, null);
        }
    }

    private void Settle(NamespacedName key, ReconcileOutcome outcome)
    {
        switch (outcome)
        {
            case { IsSuccess: true, RequeueAfter: { } after }:
                _queue.Forget(key);
                _queue.AddAfter(key, after);
                metrics.Requeued(Name);
                break;
            case { IsSuccess: true }:
                _queue.Forget(key);
                metrics.Succeeded(Name);
                break;
            case { IsTerminal: true }:
                _queue.Forget(key);
                metrics.FailedForGood(Name);
                Log.FailedForGood(logger, Name, key, outcome.Message ?? "");
                break;
            default:
                Fail(key, outcome.Message ?? "", outcome.Error, outcome.RequeueAfter);
                break;
        }
    }

    private void Fail(NamespacedName key, string message, Exception? exception, TimeSpan? notBefore)
    {
        metrics.Failed(Name);
        var error = (exception as KubeApiException)?.Error;
        _queue.AddRateLimited(key, notBefore ?? error?.RetryAfter ?? TimeSpan.Zero);
        if (error is { IsConflict: true })
        {
            // Somebody else wrote first: everyday life, and the next look settles it.
            Log.Conflict(logger, Name, key, message);
        }
        else
        {
            Log.Failed(logger, Name, key, _queue.Failures(key), message, exception is KubeApiException ? null : SafeText.Loggable(exception));
        }
    }
}
