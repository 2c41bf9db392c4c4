using ExtensibleWebhooks.Cluster.Providers;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.EndToEnd.Kubernetes;

/// <summary>What the product's own tests take for granted of the cluster, shown with a server that is not the product.</summary>
public sealed class ClusterTests(ClusterFixture fixture)
{
    private const string Namespace = "cluster-tests";
    private const string Image = "localhost/probe:dev";

    /// <summary>Perl is in the image; a C# client would have to be built into it first.</summary>
    private const string GetByName =
        """my $c = IO::Socket::INET->new("$ARGV[0]") or die $!; print $c "GET / HTTP/1.0\r\n\r\n"; local $/; print((split /\r\n\r\n/, <$c>)[1])""";

    private static readonly TimeSpan Ceiling = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StatefulSet_UnderTheRestrictedProfile_KeepsItsVolumeItsNamesAndItsPort()
    {
        var cluster = await fixture.UpAsync();
        var kubectl = cluster.Kubectl;
        await StartProbeAsync(cluster);
        await using var forward = await PortForward.StartAsync(kubectl, Namespace, "service/probe", 80, Cancelled);

        Assert.Equal("starts=1 secret=first", await GetAsync(forward, "starts=1"));
        Assert.Equal("starts=1 secret=first", await GetInsideAsync(kubectl, "probe:80"));
        Assert.Equal("starts=1 secret=first", await GetInsideAsync(kubectl, $"probe-0.probe-pods.{Namespace}.svc.cluster.local:8080"));

        await kubectl.RunAsync(["-n", Namespace, "delete", "pod", "probe-0", "--wait"], Cancelled);
        Assert.Equal("starts=2 secret=first", await GetAsync(forward, "starts=2"));

        await kubectl.RunAsync(["-n", Namespace, "patch", "secret", "probe", "-p", """{"stringData": {"key": "second"}}"""], Cancelled);
        await kubectl.RunAsync(["-n", Namespace, "annotate", "pod", "probe-0", "nudge=1"], Cancelled);
        Assert.Equal("starts=2 secret=second", await GetAsync(forward, "second"));

        await kubectl.RunAsync(["delete", "namespace", Namespace, "--wait"], Cancelled);
    }

    [Fact]
    public async Task AuditLog_OfARunningCluster_HoldsItsWrites()
    {
        var cluster = await fixture.UpAsync();
        Assert.SkipWhen(await cluster.ReadWritesAsync(Cancelled) is null, "this cluster's audit log cannot be read");

        var writes = await cluster.ReadWritesAsync(Cancelled) ?? [];

        Assert.Contains(writes, write => write is { Verb: "create", Resource: "nodes", Status: 201 });
    }

    private static async Task StartProbeAsync(ICluster cluster)
    {
        var folder = RepositoryRoot.At("tests", "EndToEnd", "Kubernetes", "Probe");
        var image = await cluster.BuildImageAsync(new ImageBuild { Dockerfile = Path.Combine(folder, "Dockerfile"), Context = folder, Name = Image }, Cancelled);
        var manifests = await File.ReadAllTextAsync(Path.Combine(folder, "probe.yaml"), Cancelled);

        await cluster.Kubectl.RunAsync(["delete", "namespace", Namespace, "--ignore-not-found", "--wait"], Cancelled);
        await cluster.Kubectl.RunAsync(["create", "namespace", Namespace], Cancelled);
        var apply = cluster.Kubectl.ToCommand(["-n", Namespace, "apply", "-f", "-"]);
        await (apply with { Input = manifests.Replace("IMAGE", image, StringComparison.Ordinal) }).RunAsync(Cancelled);
        await cluster.Kubectl.RunAsync(["-n", Namespace, "rollout", "status", "statefulset/probe", "--timeout", "180s"], Cancelled);
    }

    private static Task<string> GetInsideAsync(Kubectl kubectl, string address) =>
        kubectl.RunAsync(["-n", Namespace, "exec", "probe-0", "--", "perl", "-MIO::Socket::INET", "-e", GetByName, address], Cancelled);

    /// <summary>Asks until the answer holds the text.</summary>
    private static async Task<string> GetAsync(PortForward forward, string expected)
    {
        using var client = new HttpClient();
        using var ceiling = new CancellationTokenSource(Ceiling, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ceiling.Token, Cancelled);
        using var poll = new PeriodicTimer(Poll, TimeProvider.System);
        while (await poll.WaitForNextTickAsync(either.Token))
        {
            try
            {
                var answer = await client.GetStringAsync(forward.Address, either.Token);
                if (answer.Contains(expected, StringComparison.Ordinal))
                {
                    return answer;
                }
            }
            catch (HttpRequestException)
            {
                // The pod is not back yet.
            }
        }

        throw new InvalidOperationException("The timer was stopped");
    }
}
