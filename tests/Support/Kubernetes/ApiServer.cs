using System.Globalization;

namespace ExtensibleWebhooks.Support.Kubernetes;

/// <summary>
/// A real API server with its own etcd on loopback, all its state in a temporary folder: some seconds to start, several side by side.
/// No controllers and no kubelet run: namespaces stay Terminating, owned objects are not collected, pods are not started, and
/// ServiceAccount admission is off. To act as another user, impersonate: the token here may do everything.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("apiserver-");
    private Kubectl? _kubectl;

    /// <summary>Of a user of the group system:masters, with the token and the certificate authority in it.</summary>
    public string KubeconfigPath => Path.Combine(_folder.FullName, "kubeconfig");

    /// <summary>For example https://127.0.0.1:12345; the same over restarts.</summary>
    public Uri Host => new($"https://127.0.0.1:{File.ReadAllText(Path.Combine(_folder.FullName, "ports")).Split(' ')[0]}");

    /// <summary>PEM.</summary>
    public string CertificateAuthorityPath => Path.Combine(_folder.FullName, "pki", "ca.crt");

    /// <summary>The bearer token of the kubeconfig's user.</summary>
    public string Token => File.ReadAllText(Path.Combine(_folder.FullName, "pki", "tokens.csv")).Split(',')[0];

    public Kubectl Kubectl => _kubectl ?? throw new InvalidOperationException("The API server is not started");

    /// <summary>Why this machine cannot run one, for a test to skip with; null where it can.</summary>
    public static async Task<string?> WhyNotHereAsync(CancellationToken cancellationToken)
    {
        if (ClusterSwitch.WhyOff is { } off)
        {
            return off;
        }

        if (!OperatingSystem.IsLinux())
        {
            return "the API server of the tests is made of Debian packages: this is not Linux";
        }

        var result = await (ClusterScript.Verb("apiserver", "check") with { ShowsProgress = false }).TryRunAsync(cancellationToken);
        return result.Succeeded ? null : result.Error;
    }

    /// <summary>Returns when it is ready. On a machine's first time this compiles Kubernetes, and takes minutes.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var owner = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await ClusterScript.Verb("apiserver", "start", _folder.FullName, owner).RunAsync(cancellationToken);
        _kubectl = new Kubectl(await ClusterScript.PathOfAsync("tools", "kubectl", cancellationToken), KubeconfigPath);
    }

    /// <summary>SIGSTOP: connections stay open and nothing answers.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => RunAsync("pause", cancellationToken);

    /// <summary>SIGCONT: undoes <see cref="PauseAsync"/>.</summary>
    public Task ResumeAsync(CancellationToken cancellationToken) => RunAsync("resume", cancellationToken);

    /// <summary>SIGKILL of the API server; etcd goes on.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => RunAsync("kill", cancellationToken);

    /// <summary>Starts it again after <see cref="KillAsync"/>, on the same port with the same data; returns when it is ready.</summary>
    public Task RestartAsync(CancellationToken cancellationToken) => RunAsync("start", cancellationToken);

    /// <summary>Every write since the start. An answer may be given some milliseconds before its line is in the log.</summary>
    public async Task<IReadOnlyList<AuditedWrite>> ReadWritesAsync(CancellationToken cancellationToken) =>
        AuditLog.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "audit.log"), cancellationToken));

    public async ValueTask DisposeAsync()
    {
        // It must be stopped also when the test that used it was cancelled.
        await RunAsync("stop", CancellationToken.None);
        _folder.Delete(recursive: true);
    }

    private Task<string> RunAsync(string verb, CancellationToken cancellationToken) =>
        ClusterScript.Verb("apiserver", verb, _folder.FullName).RunAsync(cancellationToken);
}
