using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.EndToEnd.Kubernetes;

/// <summary>The tests' own API server: what the fault tests of other projects take for granted.</summary>
public sealed class ApiServerTests : IAsyncDisposable
{
    private readonly ApiServer _server = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ApiServer_KilledAndRestarted_KeepsItsAddressAndItsData()
    {
        await StartAsync();
        var host = _server.Host;
        await _server.Kubectl.RunAsync(["create", "configmap", "kept"], Cancelled);

        await _server.KillAsync(Cancelled);
        var whileDown = await _server.Kubectl.TryRunAsync(["get", "configmap", "kept"], Cancelled);
        await _server.RestartAsync(Cancelled);

        Assert.False(whileDown.Succeeded);
        Assert.Equal(host, _server.Host);
        Assert.NotNull(await _server.Kubectl.GetAsync(["configmap", "kept"], Cancelled));
    }

    [Fact]
    public async Task ApiServer_Paused_AnswersNothingUntilResumed()
    {
        await StartAsync();

        await _server.PauseAsync(Cancelled);
        var whilePaused = await _server.Kubectl.TryRunAsync(["get", "namespaces", "--request-timeout", "1s"], Cancelled);
        await _server.ResumeAsync(Cancelled);

        Assert.False(whilePaused.Succeeded);
        Assert.NotNull(await _server.Kubectl.GetAsync(["namespace", "default"], Cancelled));
    }

    [Fact]
    public async Task Writes_OfAnImpersonatedUser_AreInTheAuditLogAndReadsAreNot()
    {
        await StartAsync();
        string[] asOther = ["--as", "system:serviceaccount:default:other", "--as-group", "system:masters"];

        await _server.Kubectl.RunAsync(["create", "configmap", "written", .. asOther], Cancelled);
        await _server.Kubectl.RunAsync(["get", "configmaps", .. asOther], Cancelled);

        var writes = (await _server.ReadWritesAsync(Cancelled)).Where(write => write.User == "system:serviceaccount:default:other");
        var write = Assert.Single(writes);
        Assert.Equal(("create", "configmaps", "default", "written", 201), (write.Verb, write.Resource, write.Namespace, write.Name, write.Status));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task StartAsync()
    {
        var reason = await ApiServer.WhyNotHereAsync(Cancelled);
        Assert.SkipWhen(reason is not null, reason ?? "");
        await _server.StartAsync(Cancelled);
    }
}
