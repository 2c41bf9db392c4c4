using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Tests.Hosting;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>The real program, in a process of its own that can be killed and started again over the same folders and ports.</summary>
internal sealed class WorkerProcess(string configFolder, string dataFolder, string allowedNetwork, IReadOnlyDictionary<string, string>? environment = null) : IInspected, IDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly StringBuilder _said = new();
    private Process? _process;

    public string IngestUrl { get; } = $"http://127.0.0.1:{FreePort()}";

    public string ManagementUrl { get; } = $"http://127.0.0.1:{FreePort()}";

    /// <summary>The process, while it runs.</summary>
    public int Id => _process?.Id ?? 0;

    private string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts the program.</summary>
    public void Launch() => Start();

    /// <summary>Starts the program and waits until it takes events.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) =>
        Assert.True(await TryStartAsync(cancellationToken) is null, $"The worker ended instead of starting: {Said}");

    /// <summary>Starts the program and waits until it takes events, or ends because it cannot; then returns what it said on standard error.</summary>
    public async Task<string?> TryStartAsync(CancellationToken cancellationToken)
    {
        var process = Start();
        await Eventually.TrueAsync(async () => process.HasExited || await IsReadyAsync(cancellationToken), "the worker is ready, or has ended", cancellationToken);
        if (!process.HasExited)
        {
            return null;
        }

        // Until its output has been read to the end, too.
        await process.WaitForExitAsync(cancellationToken);
        Assert.True(process.ExitCode == 1, $"The worker ended by {process.ExitCode}: {Said}");
        return Said;
    }

    /// <summary>SIGKILL: nothing in the process learns of it.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        var process = _process ?? throw new InvalidOperationException("Not started.");
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    public Task<string> GetAsync(string path, CancellationToken cancellationToken) => _client.GetStringAsync(ManagementUrl + path, cancellationToken);

    public async Task PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var response = await _client.PostAsJsonAsync(ManagementUrl + path, body, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            Kill();
        }

        _process?.Dispose();
        _client.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Worker.dll"),
                "--config", configFolder, "--data", dataFolder, "--ingest", IngestUrl, "--management", ManagementUrl,
                "--egress-allowed", allowedNetwork, "--log-level", "Critical",
            ])
        {
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process?.Dispose();
        _said.Clear();
        _process = Process.Start(start) ?? throw new InvalidOperationException("The worker did not start.");
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_said)
            {
                _said.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
        return _process;
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync($"{ManagementUrl}/readyz", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
