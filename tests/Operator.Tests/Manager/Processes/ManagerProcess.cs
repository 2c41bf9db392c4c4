using System.Diagnostics;
using System.Globalization;
using System.Text;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Processes;

/// <summary>The operator's real program, in a process of its own that can be killed.</summary>
internal sealed class ManagerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Uri _management;
    private readonly HttpClient _http = new();
    private readonly StringBuilder _said = new();

    /// <param name="name">Of its pod.</param>
    /// <param name="configPath">Its configuration.</param>
    /// <param name="kubeconfigPath">Its cluster.</param>
    /// <param name="managementPort">As the configuration has it.</param>
    public ManagerProcess(string name, string configPath, string kubeconfigPath, int managementPort)
    {
        Name = name;
        _management = new Uri($"http://127.0.0.1:{managementPort}");
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, "Manager.dll"), "--config", configPath])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = kubeconfigPath, ["POD_NAMESPACE"] = Cluster.OperatorCluster.OperatorNamespace, ["POD_NAME"] = name },
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("The operator did not start.");
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    /// <summary>All of its output.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Waits until it serves its pages, and leads or stands by.</summary>
    public async Task IsReadyAsync(CancellationToken cancellationToken)
    {
        await Eventually.TrueAsync(async () => _process.HasExited || await AnswersAsync(cancellationToken), $"{Name} to be ready", cancellationToken);
        Assert.False(_process.HasExited, $"{Name} ended instead of starting: {Said}");
    }

    /// <summary>SIGKILL: nothing in the process learns of it.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        Assert.False(_process.HasExited, $"{Name} ended before it was killed: {Said}");
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>SIGTERM, if it runs: it lets go of its lease.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var ceiling = new CancellationTokenSource(Patience, TimeProvider.System);
            try
            {
                await _process.WaitForExitAsync(ceiling.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
        _http.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
        {
            _said.AppendLine(line.Data);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(_management, "/readyz"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
