using System.Text;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Cli.Run;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Worker.Tests.Cli.Run;

public class LocalPlannerTests
{
    private const string Source = "{apiVersion: webhooks.extensible.dev/v1alpha1, kind: EventSource, metadata: {name: shop}}";
    private const string Destination = "{apiVersion: webhooks.extensible.dev/v1alpha1, kind: WebhookDestination, metadata: {name: crm}, spec: {sourceRef: {name: shop}, enabled: true}}";
    private const string Mapping = "{apiVersion: webhooks.extensible.dev/v1alpha1, kind: WebhookMapping, metadata: {name: orders}, spec: {destinationRef: {name: crm}, enabled: true, trigger: all, url: \"http://a\"}}";

    [Fact]
    public void Plan_OfTheQuickstart_HasItsDestinationItsMappingAndItsToken()
    {
        var reading = new ManifestFiles([RepositoryRoot.At("crds", "samples", "quickstart")], recursive: false).Read();

        var planning = new LocalPlanner(null, _ => "generated").Plan(reading);

        Assert.Empty(planning.Problems);
        Assert.NotNull(planning.Plan);
        var destination = Assert.Single(planning.Plan.Config.Destinations);
        Assert.Equal(("crm", "CRM", "orders"), (destination.Name, destination.DisplayName, Assert.Single(destination.Mappings).Name));
        Assert.Equal("generated", planning.Plan.WriteKey);
        Assert.Equal("quickstart-token", Encoding.UTF8.GetString(planning.Plan.Credentials["token.crm"]));
        Assert.Null(planning.Plan.Config.InspectTokenFile);
    }

    [Fact]
    public void Plan_OfAWriteKeyInASecret_TakesIt()
    {
        var planning = Plan(
            "{apiVersion: webhooks.extensible.dev/v1alpha1, kind: EventSource, metadata: {name: shop}, spec: {writeKeySecretRef: {name: keys, key: write}}}",
            "{apiVersion: v1, kind: Secret, metadata: {name: keys}, data: {write: YWJj}}");

        Assert.Equal("abc", planning.Plan?.WriteKey);
    }

    [Fact]
    public void Plan_OfWhatIsDisabled_LeavesItOutAndSaysSo()
    {
        var planning = Plan(Source, Destination, Mapping.Replace("enabled: true, ", "", StringComparison.Ordinal));

        Assert.Empty(Assert.Single(planning.Plan?.Config.Destinations ?? []).Mappings);
        var warning = Assert.Single(planning.Problems);
        Assert.True(warning.IsWarning);
        Assert.Contains("WebhookMapping orders is disabled and sends nothing", warning.Message, StringComparison.Ordinal);
    }

    /// <summary>What is wrong, and what is said.</summary>
    public static TheoryData<string[], string> Wrong => new()
    {
        { [], "there is no EventSource in these files" },
        { [Source, Source], "EventSource shop is defined twice; first in test.yaml:1" },
        { [Source, Source.Replace("shop", "other", StringComparison.Ordinal)], "several EventSources (shop, other): choose one with --source NAME" },
        { [Source, Destination.Replace("shop", "shpo", StringComparison.Ordinal)], "spec.sourceRef.name: there is no EventSource shpo in namespace default" },
        { [Source, Mapping], "spec.destinationRef.name: there is no WebhookDestination crm in namespace default" },
        { [Source, Destination, Mapping.Replace("{name: orders}", "{name: orders, namespace: other}", StringComparison.Ordinal)], "there is no WebhookDestination crm in namespace other" },
        { [Source, Destination, Mapping.Replace("trigger: all", "trigger: type ==", StringComparison.Ordinal)], "spec.trigger (line 1, column 6): " },
        { [Source, Destination, Mapping.Replace("\"http://a\"", "{\"@pth\": $.x}", StringComparison.Ordinal)], "spec.url" },
        { [Source, With("bearer: {tokenSecretRef: {name: t, key: k}}")], "spec.authentication.bearer.tokenSecretRef: there is no Secret t in these files" },
        { [Source, With("bearer: {tokenSecretRef: {name: t, key: k}}"), "{apiVersion: v1, kind: Secret, metadata: {name: t}, stringData: {a: x, b: z}}"], "Secret t has no key k; it has a, b" },
        { [Source, With("bearer: {tokenSecretRef: {name: t, key: k}}"), "{apiVersion: v1, kind: Secret, metadata: {name: t}, stringData: {k: ''}}"], "key k of Secret t is empty" },
        { [Source, "{apiVersion: v1, kind: Secret, metadata: {name: t}, data: {k: '?'}}"], "data.k: is no Base64: write the plain text under stringData instead" },
        { [Source, "{apiVersion: v1, kind: Secret, metadata: {name: t}, stringData: {k: 1}}"], "stringData.k: must be a text: write it in quotes" },
        { [Source, "{event: Test}"], "is no manifest: it has no apiVersion or no kind" },
        { [Source, Destination.Replace("enabled: true", "enabled: true, signing: {type: XSignature, secretRefs: [{name: a, key: b}]}", StringComparison.Ordinal)], "spec.signing.secretRefs[0]: there is no Secret a in these files" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Plan_OfManifestsThatAreWrong_SaysWhatAndMakesNone(string[] documents, string message)
    {
        var planning = Plan(documents);

        Assert.Null(planning.Plan);
        Assert.Contains(planning.Problems, problem => !problem.IsWarning && problem.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_OfWhatIsForAClusterOnly_WarnsAndGoesOn()
    {
        var planning = Plan(Source, "{apiVersion: apps/v1, kind: Deployment, metadata: {name: echo}}", "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}");

        Assert.NotNull(planning.Plan);
        Assert.Equal("test.yaml:3:1: warning: Deployment echo is for a cluster: nothing here uses it", Assert.Single(planning.Problems).ToString());
    }

    private static string With(string authentication) => Destination.Replace("enabled: true", $"enabled: true, authentication: {{type: Bearer, {authentication}}}", StringComparison.Ordinal);

    private static Planning Plan(params string[] documents) => new LocalPlanner(null, _ => "generated").Plan(YamlDocuments.Read("test.yaml", string.Join("\n---\n", documents)));
}
