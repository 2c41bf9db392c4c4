using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ExtensibleWebhooks.Support.Kubernetes;

/// <summary>
/// A port of the cluster on this machine's loopback, through <c>kubectl port-forward</c>. kubectl ends with the pod that it
/// happened to choose; it is then started again on the same port, so that the address holds for the life of this object.
/// </summary>
public sealed partial class PortForward : IAsyncDisposable
{
    private static readonly TimeSpan PauseBeforeRestart = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly Kubectl _kubectl;
    private readonly string[] _arguments;
    private readonly int _port;
    private Task _running = Task.CompletedTask;
    private int _localPort;

    private PortForward(Kubectl kubectl, string @namespace, string target, int port, int localPort)
    {
        _localPort = localPort;
        _kubectl = kubectl;
        _arguments = ["--namespace", @namespace, "port-forward", "--address", "127.0.0.1", target];
        _port = port;
    }

    /// <summary>http://127.0.0.1:PORT. Connections are refused while no pod is ready.</summary>
    public Uri Address => new($"http://127.0.0.1:{_localPort}");

    /// <summary>Returns when the first connection can be made.</summary>
    /// <param name="kubectl">Of the cluster.</param>
    /// <param name="namespace">Of the target.</param>
    /// <param name="target">As kubectl takes it: <c>service/NAME</c>, <c>pod/NAME</c>.</param>
    /// <param name="port">The target's port.</param>
    /// <param name="cancellationToken">Ends the wait for a ready pod.</param>
    /// <param name="localPort">This machine's; 0: a free one.</param>
    public static async Task<PortForward> StartAsync(
        Kubectl kubectl, string @namespace, string target, int port, CancellationToken cancellationToken, int localPort = 0)
    {
        var forward = new PortForward(kubectl, @namespace, target, port, localPort);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        forward._running = forward.RunAsync(ready);
        try
        {
            await ready.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await forward.DisposeAsync();
            throw;
        }

        return forward;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(TaskCompletionSource ready)
    {
        while (!_stop.IsCancellationRequested)
        {
            await RunOnceAsync(ready);
            // kubectl has just failed, as for want of a ready pod: not again at once.
            await Task.Delay(PauseBeforeRestart, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunOnceAsync(TaskCompletionSource ready)
    {
        var local = _localPort == 0 ? "" : _localPort.ToString(CultureInfo.InvariantCulture);
        var command = _kubectl.ToCommand([.. _arguments, $"{local}:{_port}"]);
        using var process = Process.Start(new ProcessStartInfo(command.Program, command.Arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"'{command}' did not start");
        var complaints = EndAtAComplaintAsync(process);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(_stop.Token) is { } line)
            {
                if (Forwarding().Match(line) is { Success: true } match)
                {
                    _localPort = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
                    ready.TrySetResult();
                }
            }

            await process.WaitForExitAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
        }

        await complaints;
    }

    /// <summary>kubectl mostly ends when a connection into the pod fails; now and then it stays, and fails every connection after that.</summary>
    private static async Task EndAtAComplaintAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    [GeneratedRegex(@"^Forwarding from 127\.0\.0\.1:(?<port>\d+) ")]
    private static partial Regex Forwarding();
}
