using ExtensibleWebhooks.Operator.Tests.Cluster;
using ExtensibleWebhooks.Runtime.Leadership;
using ExtensibleWebhooks.Runtime.Metrics;
using ExtensibleWebhooks.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;

public class LeadershipOnRealApiTests(ApiServerFixture fixture)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoCandidates_OneLeads_AndTheOtherAfterItsRelease()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        using var stop = new CancellationTokenSource();
        var (firstWork, secondWork) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var firstFence = new LeadershipFence(TimeProvider.System);
        using var secondFence = new LeadershipFence(TimeProvider.System);

        var first = Elector(api, "first", firstFence).RunAsync(_ => firstWork.Task, stop.Token);
        await Eventually.TrueAsync(() => firstFence.MayWrite, "the first to lead", CancellationToken);
        var second = Elector(api, "second", secondFence).RunAsync(_ => secondWork.Task, stop.Token);
        Assert.Equal("first", await HolderAsync(api));
        Assert.False(secondFence.MayWrite);

        firstWork.SetResult();
        Assert.Equal(LeadershipEnd.Resigned, await first);
        await Eventually.TrueAsync(() => secondFence.MayWrite, "the second to lead", CancellationToken);
        Assert.Equal("second", await HolderAsync(api));
        secondWork.SetResult();
        await second;
        Assert.Equal("", await HolderAsync(api));
    }

    [Fact]
    public async Task LeaseThatAChartMade_WithoutAHolder_IsTaken()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        await api.Server.Kubectl.ApplyAsync(
            $$"""
            apiVersion: coordination.k8s.io/v1
            kind: Lease
            metadata: {name: lease, namespace: {{api.Namespace}}}
            """,
            CancellationToken);
        using var fence = new LeadershipFence(TimeProvider.System);
        var work = new TaskCompletionSource();

        var running = Elector(api, "first", fence).RunAsync(_ => work.Task, CancellationToken);
        await Eventually.TrueAsync(() => fence.MayWrite, "it to lead", CancellationToken);
        work.SetResult();

        Assert.Equal(LeadershipEnd.Resigned, await running);
    }

    [Fact]
    public async Task LeaseStolenByHand_EndsTheTerm()
    {
        var api = await RealApi.InNewNamespaceAsync(fixture);
        using var fence = new LeadershipFence(TimeProvider.System);
        var running = Elector(api, "first", fence).RunAsync(lost => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lost), CancellationToken);
        await Eventually.TrueAsync(() => fence.MayWrite, "it to lead", CancellationToken);

        await api.Server.Kubectl.RunAsync(
            ["-n", api.Namespace, "patch", "lease", "lease", "--type=merge", "-p", """{"spec": {"holderIdentity": "thief"}}"""], CancellationToken);

        Assert.Equal(LeadershipEnd.Lost, await running);
        Assert.False(fence.MayWrite);
        Assert.Equal("thief", await HolderAsync(api));
    }

    private static LeaderElector Elector(RealApi api, string identity, LeadershipFence fence)
    {
        var options = new LeaderElectionOptions
        {
            Namespace = api.Namespace,
            LeaseName = "lease",
            Identity = identity,

            // Long terms, for a busy machine; quick tries, for a quick test.
            LeaseDuration = TimeSpan.FromSeconds(60),
            RenewDeadline = TimeSpan.FromSeconds(50),
            RetryPeriod = TimeSpan.FromMilliseconds(200),
        };
        return new LeaderElector(
            options,
            new LeaseStore(api.Client, options.Namespace, options.LeaseName),
            fence,
            new LeadershipMetrics(Prometheus.Metrics.NewCustomRegistry(), "lease"),
            new LeadershipRuntime(TimeProvider.System, SeededRandom.Of(1), NullLogger.Instance));
    }

    private static async Task<string> HolderAsync(RealApi api)
    {
        var lease = await api.Server.Kubectl.GetAsync(["lease", "lease", "-n", api.Namespace], CancellationToken);
        return (string?)lease?["spec"]?["holderIdentity"] ?? "";
    }
}
