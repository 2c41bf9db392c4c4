using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Leadership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>
/// Runs an operator: events and caches on every replica; when all caches are filled, leadership; under it the controllers. Stops in reverse: no new work, work in
/// progress finished within the drain time, the Lease given back, then caches and events. Lost leadership ends the process with a code other than 0.
/// </summary>
internal sealed class OperatorHost(OperatorParts parts, IHostApplicationLifetime lifetime, ILogger<OperatorHost> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan SyncWarning = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _background = new();
    private Task _caches = Task.CompletedTask;
    private Task _controllers = Task.CompletedTask;
    private bool _ended;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The order of making: a controller adds its handlers before its caches are filled.
        _caches = Guard(Task.WhenAll(parts.Informers.Select(informer => informer.RunAsync(_background.Token)).Append(parts.Events.RunAsync(_background.Token))));
        _controllers = Guard(LeadAsync());
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Quietly(_controllers, cancellationToken);
        await _background.CancelAsync();
        await Quietly(_caches, cancellationToken);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _background.Dispose();
    }

    private async Task LeadAsync()
    {
        await WaitForCachesAsync();
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        if (parts.Elector is not { } elector)
        {
            await RunControllersAsync(CancellationToken.None);
        }
        else if (await elector.RunAsync(RunControllersAsync, _stopping.Token) == LeadershipEnd.Lost)
        {
            End(OperatorExitCodes.LeadershipLost);
        }
    }

    private async Task WaitForCachesAsync()
    {
        try
        {
            foreach (var informer in parts.Informers)
            {
                while (!informer.HasSynced)
                {
                    using var warning = new CancellationTokenSource(SyncWarning, parts.Time);
                    using var linked = CancellationTokenSource.CreateLinkedTokenSource(warning.Token, _stopping.Token);
                    try
                    {
                        await informer.WaitForSyncAsync(linked.Token);
                    }
                    catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
                    {
                        Log.StillFilling(logger, informer.Resource);
                    }
                }
            }

            Log.CachesFilled(logger);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped before it began.
        }
    }

    private async Task RunControllersAsync(CancellationToken lost)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(lost);
        using var exit = lost.Register(() => End(OperatorExitCodes.LeadershipLost));
        var running = Task.WhenAll(parts.Controllers.Select(controller => controller.RunAsync(_stopping.Token, abort.Token)));
        await Task.WhenAny(running, UntilAsync(_stopping.Token));

        // Stopping: what is in progress has its time to finish, then it is cut off.
        if (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(parts.Options.DrainTime, parts.Time, CancellationToken.None));
            await abort.CancelAsync();
        }

        await running;
    }

    private static Task UntilAsync(CancellationToken cancellationToken)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellationToken.Register(source.SetResult);
        return source.Task;
    }

    // None of these ends by an exception unless there is a bug; then going on half alive is the worst of all.
    private async Task Guard(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception exception)
        {
            Log.Faulted(logger, SafeText.Of(exception), SafeText.Loggable(exception));
            End(OperatorExitCodes.Faulted);
        }
    }

    private void End(int exitCode)
    {
        if (Interlocked.Exchange(ref _ended, true))
        {
            return;
        }

        Environment.ExitCode = exitCode;
        Log.Ends(logger, exitCode);
        lifetime.StopApplication();
    }

    private static async Task Quietly(Task task, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host's own patience is over.
        }
    }
}
