using System.Diagnostics;
using System.Globalization;
using System.Text;
using ExtensibleWebhooks.Support.Commands;

namespace ExtensibleWebhooks.Worker.Tests.Cli;

/// <summary>The program <c>webhooks</c> in a process of its own, with all that it wrote.</summary>
internal sealed class WebhooksProgram : IAsyncDisposable
{
    /// <summary>Against hangs only: the machine may be slow and busy.</summary>
    private static readonly TimeSpan Ceiling = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly SemaphoreSlim _written = new(0);

    private WebhooksProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => Text(_output);

    public string Error => Text(_error);

    public static WebhooksProgram Start(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "webhooks.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new WebhooksProgram(Process.Start(start) ?? throw new InvalidOperationException("webhooks did not start"));
    }

    /// <summary>Returns the output once it holds a text.</summary>
    public Task<string> WaitForOutputAsync(string text, CancellationToken cancellationToken) => WaitForAsync(_output, text, cancellationToken);

    /// <summary>Returns the error output once it holds a text.</summary>
    public Task<string> WaitForErrorAsync(string text, CancellationToken cancellationToken) => WaitForAsync(_error, text, cancellationToken);

    /// <summary>Asks it to end, as Kubernetes and a shell do.</summary>
    public Task TerminateAsync(CancellationToken cancellationToken) =>
        new Command("kill", "-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)).RunAsync(cancellationToken);

    /// <summary>The exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        using var ceiling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ceiling.CancelAfter(Ceiling);
        await _process.WaitForExitAsync(ceiling.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        // Until the last line has come, too.
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _written.Dispose();
    }

    private async Task<string> WaitForAsync(StringBuilder where, string text, CancellationToken cancellationToken)
    {
        while (!Text(where).Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited || !await _written.WaitAsync(Ceiling, cancellationToken))
            {
                Assert.Fail($"'{text}' did not come. Output:\n{Output}\nError:\n{Error}");
            }
        }

        return Text(where);
    }

    private void Append(StringBuilder to, string? line)
    {
        if (line is not null)
        {
            lock (to)
            {
                to.AppendLine(line);
            }

            _written.Release();
        }
    }

    private static string Text(StringBuilder of)
    {
        lock (of)
        {
            return of.ToString();
        }
    }
}
