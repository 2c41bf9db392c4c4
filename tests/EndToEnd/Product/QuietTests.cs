using System.Globalization;
using ExtensibleWebhooks.Cluster.Installation;
using ExtensibleWebhooks.EndToEnd.Stand;
using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.EndToEnd.Product;

/// <summary>When nothing changes, the operator writes nothing.</summary>
public sealed class QuietTests(ProductFixture product) : ProductTest(product)
{
    /// <summary>Seconds of quiet; the long form is 600.</summary>
    private const string SecondsVariable = "EXTENSIBLE_WEBHOOKS_QUIET_SECONDS";

    private const int DefaultSeconds = 75;
    private const int Destinations = 20;
    private const int MappingsOfEach = 5;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Operator_WithAHundredMappingsAndNothingToDo_WritesNothing()
    {
        var scene = await SceneAsync("quiet");
        Assert.SkipWhen(await scene.Cluster.ReadWritesAsync(Cancelled) is null, "this cluster's audit log cannot be read");
        var destinations = Enumerable.Range(0, Destinations).Select(number => $"destination-{number}").ToList();
        var mappings = destinations.SelectMany(destination => Enumerable.Range(0, MappingsOfEach).Select(number => (Name: $"{destination}-mapping-{number}", Destination: destination))).ToList();
        await scene.ApplyAsync(
            Manifests.Source("shop")
            + string.Concat(destinations.Select(name => Manifests.Destination(name, "shop", "t")))
            + string.Concat(mappings.Select(mapping => Manifests.Mapping(mapping.Name, mapping.Destination))));
        await scene.KubectlAsync(["wait", "--for=condition=Ready", "--timeout=180s", "eventsource/shop", .. destinations.Select(name => $"webhookdestination/{name}"), .. mappings.Select(mapping => $"webhookmapping/{mapping.Name}")]);
        var settled = await SettledAsync(scene);

        var quiet = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable(SecondsVariable) ?? DefaultSeconds.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        await Task.Delay(quiet, TimeProvider.System, Cancelled);

        Assert.Empty((await WritesAsync(scene)).Skip(settled));
        TestContext.Current.TestOutputHelper?.WriteLine($"0 writes in {quiet.TotalSeconds:N0} s; {settled} before");
    }

    /// <summary>How many writes there were when no more came for some seconds.</summary>
    private static async Task<int> SettledAsync(Scene scene)
    {
        var before = -1;
        while (await WritesAsync(scene) is var writes && writes.Count != before)
        {
            before = writes.Count;
            await Task.Delay(Settling, TimeProvider.System, Cancelled);
        }

        return before;
    }

    /// <summary>All that the operator wrote but the renewals of its lease, and all that anybody wrote in the namespace.</summary>
    private static async Task<List<AuditedWrite>> WritesAsync(Scene scene) =>
    [
        .. from write in await scene.Cluster.ReadWritesAsync(Cancelled) ?? []
           where write.User == $"system:serviceaccount:{ProductRelease.Namespace}:{ProductRelease.Name}" || write.Namespace == scene.Namespace
           where write.Resource != "leases"
           select write,
    ];
}
