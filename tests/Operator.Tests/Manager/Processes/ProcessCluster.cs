using System.Net;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Engine.Addresses;
using ExtensibleWebhooks.Operator.Tests.Manager.OAuth;
using ExtensibleWebhooks.Support;
using ChartHelm = ExtensibleWebhooks.Operator.Tests.Chart.Helm;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Processes;

/// <summary>
/// A real API server and a real provider of tokens, and operators in processes of their own. The provider stays, whichever operator is killed: what it carried out is
/// carried out, and it has written down what came to it.
/// </summary>
public sealed class ProcessCluster : OAuthCluster
{
    private readonly IPAddress? _own = MachineAddress.Find();
    private readonly TemporaryFolder _folder = new();
    private ApiGate? _gate;
    private int _started;

    private protected override IPAddress ProviderAddress => _own ?? base.ProviderAddress;

    internal ApiGate Gate => _gate ?? throw new InvalidOperationException("There is no API server.");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The address that the program may send to; plain http is for private ones only.</summary>
    public override Uri At(Uri url) => url;

    /// <summary>Starts another operator, whose connect pages are those behind the external URL from then on; the caller disposes of it.</summary>
    internal async Task<ManagerProcess> StartProcessAsync()
    {
        Assert.SkipWhen(_own is null || AddressTable.KindOf(_own) != AddressKind.Private, "This machine has no private IPv4 address.");
        var name = $"operator-{_started++}";
        var (management, pages) = (FreePort(), FreePort());
        var config = new JsonObject
        {
            ["managementPort"] = management,
            ["leaderElection"] = new JsonObject { ["leaseName"] = ChartHelm.Release },
            ["oauth"] = new JsonObject { ["enabled"] = true, ["port"] = pages, ["externalUrl"] = Pages.OriginalString },
            ["log"] = new JsonObject { ["level"] = "Debug" },
            ["workers"] = new JsonObject { ["image"] = "worker:test", ["egress"] = new JsonObject { ["allowedCidrs"] = new JsonArray($"{_own}/32") } },
        };
        var path = _folder.At($"{name}.json");
        await File.WriteAllTextAsync(path, config.ToJsonString(), Cancelled);
        var process = new ManagerProcess(name, path, _folder.At("kubeconfig"), management);
        await process.IsReadyAsync(Cancelled);
        Serve(new Uri($"http://localhost:{pages}"));
        return process;
    }

    /// <summary>Waits until the process has the lease.</summary>
    internal Task LeadsAsync(ManagerProcess process) => Eventually.TrueAsync(
        async () => (await Kubectl.TryRunAsync(["get", "lease", ChartHelm.Release, "-n", OperatorNamespace, "-o", "jsonpath={.spec.holderIdentity}"], Cancelled))
            is { Succeeded: true } answer && answer.Output.StartsWith(process.Name + "_", StringComparison.Ordinal),
        $"{process.Name} to lead",
        Cancelled);

    public override async ValueTask DisposeAsync()
    {
        if (_gate is not null)
        {
            await _gate.DisposeAsync();
        }

        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override async Task BeginAsync()
    {
        _gate = await ApiGate.StartAsync(Server, Cancelled);
        var token = await NewTokenAsync([]);
        await File.WriteAllTextAsync(
            _folder.At("kubeconfig"),
            $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: gate
              cluster:
                server: {_gate.Address}
            users:
            - name: operator
              user:
                token: {token}
            contexts:
            - name: gate
              context:
                cluster: gate
                user: operator
            current-context: gate
            """,
            Cancelled);
    }
}
