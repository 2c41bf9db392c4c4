using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Admission;

/// <summary>The certificates: made, shared, put back, made anew; and what happens without the operator.</summary>
public class CertificateTests(AdmissionCluster cluster) : IClassFixture<AdmissionCluster>
{
    private const string Configurations = "validatingwebhookconfigurations";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CaBundle_ChangedTakenAwayOrReplaced_IsPutBack()
    {
        cluster.SkipWhereMissing();
        var trust = await cluster.CaBundleAsync();

        await PatchAsync("""[{"op":"replace","path":"/webhooks/0/clientConfig/caBundle","value":"Z2FyYmFnZQ=="}]""");
        await TrustedAsync(trust);
        await PatchAsync("""[{"op":"remove","path":"/webhooks/0/clientConfig/caBundle"}]""");
        await TrustedAsync(trust);
        await cluster.Kubectl.RunAsync(["delete", Configurations, AdmissionCluster.Configuration], Cancelled);
        await cluster.ConfigureAsync(cluster.Operator.AdmissionAddress);
        await TrustedAsync(trust);

        Assert.StartsWith("-----BEGIN CERTIFICATE-----", trust, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_AppliedAgain_DoesNotTouchTheCaBundle()
    {
        cluster.SkipWhereMissing();
        await cluster.IsAskedAsync();
        var before = await VersionAsync();

        await cluster.ConfigureAsync(cluster.Operator.AdmissionAddress);

        Assert.Equal(before, await VersionAsync());
        var fields = await cluster.Kubectl.GetAsync([Configurations, AdmissionCluster.Configuration, "--show-managed-fields"], Cancelled);
        var owners = from entry in fields?["metadata"]?["managedFields"]?.AsArray() ?? []
                     where entry?["fieldsV1"]?.ToJsonString().Contains("caBundle", StringComparison.Ordinal) == true
                     select (string?)entry?["manager"];
        Assert.Equal(["extensible-webhooks-certificates"], owners);
    }

    [Theory]
    [InlineData("""{"data":{"tls.key":"Z2FyYmFnZQ=="}}""")]
    [InlineData("""{"data":{"ca.crt":null}}""")]
    [InlineData("""{"data":null}""")]
    [InlineData(null)]
    public async Task Secret_BrokenOrDeleted_IsMadeAnewAndTrusted(string? patch)
    {
        cluster.SkipWhereMissing();
        await cluster.IsAskedAsync();
        var before = await ServedAsync(cluster.Operator);

        await cluster.Kubectl.RunAsync(
            patch is null
                ? ["delete", "secret", AdmissionCluster.Secret, "-n", OperatorCluster.OperatorNamespace]
                : ["patch", "secret", AdmissionCluster.Secret, "-n", OperatorCluster.OperatorNamespace, "--type", "merge", "-p", patch],
            Cancelled);

        await Eventually.TrueAsync(async () => await ServedAsync(cluster.Operator) != before, "another certificate", Cancelled);
        await cluster.IsAskedAsync();
    }

    [Fact]
    public async Task Replicas_OfOneOperator_ServeTheSameCertificateAndItsSuccessor()
    {
        cluster.SkipWhereMissing();
        await using var second = await cluster.StartReplicaAsync([]);
        await SameAsync(other: null);
        var before = await ServedAsync(second);

        await cluster.Kubectl.RunAsync(["delete", "secret", AdmissionCluster.Secret, "-n", OperatorCluster.OperatorNamespace], Cancelled);
        await SameAsync(other: before);
        await cluster.ConfigureAsync(second.AdmissionAddress);
        await cluster.IsAskedAsync();
        await cluster.ConfigureAsync(cluster.Operator.AdmissionAddress);

        Task SameAsync(string? other) => Eventually.TrueAsync(
            async () => await ServedAsync(second) is { } served && served != other && served == await ServedAsync(cluster.Operator), "both to serve one certificate", Cancelled);
    }

    [Fact]
    public async Task Operator_Away_LetsObjectsPassAndTellsOfThemWhenItIsBack()
    {
        var ns = await cluster.NewNamespaceAsync("away");
        await cluster.StopOperatorAsync();

        var result = await cluster.TryApplyAsync(ns.Name, Samples.Mapping(trigger: "type ="));
        await cluster.StartOperatorAsync([]);

        Assert.True(result.Succeeded, result.Error);
        await ns.ConditionAsync("webhookmapping", "orders", "SpecValid", "False", "InvalidTrigger");
        await cluster.ConfigureAsync(cluster.Operator.AdmissionAddress);
        await cluster.IsAskedAsync();
    }

    [Fact]
    public async Task Replica_WhoseLeaderMakesNoCertificates_IsReadyAndMakesThemWhenItLeads()
    {
        cluster.SkipWhereMissing();
        await cluster.StopOperatorAsync();
        await cluster.Kubectl.RunAsync(["delete", "secret", AdmissionCluster.Secret, "-n", OperatorCluster.OperatorNamespace], Cancelled);
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        await cluster.Kubectl.RunAsync(
            ["patch", "lease", AdmissionCluster.Configuration, "-n", OperatorCluster.OperatorNamespace, "--type", "merge", "-p", $$$"""{"spec":{"holderIdentity":"an-older-version","leaseDurationSeconds":15,"renewTime":"{{{now}}}"}}"""],
            Cancelled);

        await cluster.StartOperatorAsync([]);
        var atFirst = await cluster.Kubectl.GetAsync(["secret", AdmissionCluster.Secret, "-n", OperatorCluster.OperatorNamespace], Cancelled);
        await cluster.ConfigureAsync(cluster.Operator.AdmissionAddress);
        await cluster.IsAskedAsync();

        Assert.Null(atFirst);
    }

    [Fact]
    public async Task Operator_OfOneNamespace_KeepsItsCertificatesAndChecksThatOneOnly()
    {
        var served = await cluster.NewNamespaceAsync("served");
        var other = await cluster.NewNamespaceAsync("other");
        await cluster.StopOperatorAsync();
        await cluster.Kubectl.RunAsync(["delete", "clusterrolebinding", "-l", "app.kubernetes.io/name=extensible-webhooks"], Cancelled);
        await cluster.Kubectl.RunAsync(["delete", "secret", AdmissionCluster.Secret, "-n", OperatorCluster.OperatorNamespace], Cancelled);

        await cluster.StartOperatorAsync([served.Name]);
        await cluster.ConfigureAsync(cluster.Operator.AdmissionAddress);
        await TestNamespace.EventuallyAsync("a refusal in the served namespace", async () => !(await cluster.TryApplyAsync(served.Name, Samples.Mapping(trigger: "type ="))).Succeeded);
        var elsewhere = await cluster.TryApplyAsync(other.Name, Samples.Mapping(trigger: "type ="));

        Assert.True(elsewhere.Succeeded, elsewhere.Error);
        await cluster.StopOperatorAsync();
        await cluster.StartOperatorAsync([]);
        await cluster.ConfigureAsync(cluster.Operator.AdmissionAddress);
        await cluster.IsAskedAsync();
    }

    [Fact]
    public async Task SteadyState_OfAdmission_WritesNothingAndIsMeasured()
    {
        var ns = await cluster.NewNamespaceAsync("steady");
        await cluster.IsAskedAsync();
        var count = await cluster.CountWritesAsync();

        Assert.True((await cluster.TryApplyAsync(ns.Name, Samples.Source)).Succeeded);
        await ns.ConditionAsync("eventsource", "shop", "SpecValid", "True", "Valid");

        Assert.DoesNotContain(await cluster.WritesSinceAsync(count), write => write.Contains(Configurations, StringComparison.Ordinal) || write.Contains(AdmissionCluster.Secret, StringComparison.Ordinal));
        var metrics = (await cluster.Operator.GetAsync("/metrics", Cancelled)).Body;
        foreach (var series in new[] { "controller_runtime_webhook_requests_total{webhook=\"/validate\",code=\"200\"}", "certwatcher_read_certificate_total", "operator_webhook_certificate_expiration_timestamp_seconds{certificate=\"serving\"}", "operator_cache_objects{resource=\"certificates\"} 1" })
        {
            Assert.Contains(series, metrics, StringComparison.Ordinal);
        }

        Assert.Contains("[+]cache-certificates ok", (await cluster.Operator.GetAsync("/readyz", Cancelled)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(cluster.Operator.Log, line => line.Contains("PRIVATE KEY", StringComparison.Ordinal));
    }

    private Task<string> PatchAsync(string patch) => cluster.Kubectl.RunAsync(["patch", Configurations, AdmissionCluster.Configuration, "--type", "json", "-p", patch], Cancelled);

    private Task TrustedAsync(string trust) => Eventually.TrueAsync(async () => await cluster.CaBundleAsync() == trust, "caBundle as it was", Cancelled);

    private async Task<string?> VersionAsync()
    {
        JsonNode? configuration = await cluster.Kubectl.GetAsync([Configurations, AdmissionCluster.Configuration], Cancelled);
        return (string?)configuration?["metadata"]?["resourceVersion"];
    }

    /// <summary>The thumbprint of what a new connection is served; null where none can be made.</summary>
    private static async Task<string?> ServedAsync(RunningOperator @operator)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(@operator.AdmissionAddress.Host, @operator.AdmissionAddress.Port, Cancelled);
        await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1" }, Cancelled);
        return tls.RemoteCertificate is X509Certificate2 certificate ? certificate.Thumbprint : tls.RemoteCertificate?.GetCertHashString();
    }
}
