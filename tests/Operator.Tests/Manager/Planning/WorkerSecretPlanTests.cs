using System.Text;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Planning;

public class WorkerSecretPlanTests
{
    /// <summary>Of client "a" at https://id.example.com/token, as it is stored in clusters: a version that makes another one takes every token away.</summary>
    private const string Fingerprint = "260b8f83ffd81a78";

    private const string Source = """
        kind: EventSource
        metadata: {name: shop}
        spec: {}
        """;

    [Fact]
    public void Secret_AboveWhatASecretHolds_StaysAsItWasAndIsTold()
    {
        var planned = new PlanningCase(Source + Destinations(count: 130, mappingBytes: 8_000));

        Assert.Null(planned.Plan.WorkerSecret.Object);
        Assert.Contains("ConfigPublished False ConfigTooLarge: the worker's configuration has", planned.Conditions(), StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_OfTheSameObjectsInAnyOrder_IsTheSame()
    {
        var documents = Destinations(count: 3, mappingBytes: 10).Split("---\n", StringSplitOptions.RemoveEmptyEntries);

        var forward = new PlanningCase($"{Source}\n---\n{string.Join("---\n", documents)}");
        var backward = new PlanningCase($"{Source}\n---\n{string.Join("---\n", documents.Reverse())}");

        Assert.NotNull(forward.Plan.WorkerSecret.Object);
        Assert.Equal(forward.Plan.WorkerSecret.Object.Hash, backward.Plan.WorkerSecret.Object?.Hash);
    }

    [Fact]
    public void Secret_WithAnInspectTokenAlready_KeepsIt()
    {
        var fresh = new PlanningCase(Source);
        var known = new PlanningCase(Source + "\n---\nkind: Secret\nmetadata: {name: shop-worker}\nstringData: {inspect-token: known}\n");

        Assert.Equal("fresh-inspect-token", InspectTokenOf(fresh));
        Assert.Equal("known", InspectTokenOf(known));
    }

    [Theory]
    [InlineData("the client's and the destination's", Fingerprint, "uid-of-crm", true)]
    [InlineData("another client's", "0123456789abcdef", "uid-of-crm", false)]
    [InlineData("nobody knows whose", "", "uid-of-crm", false)]
    [InlineData("a former destination's", Fingerprint, "uid-of-a-former", false)]
    public void AccessToken_OfASecret_GoesToTheWorkerOnlyWithItsClientAndDestination(string whose, string client, string owner, bool goes)
    {
        // The client's Secret, with its secret in it, is not there: the token at hand is as good as before.
        var planned = new PlanningCase($$"""
            {{Source}}
            ---
            kind: WebhookDestination
            metadata: {name: crm}
            spec:
              sourceRef: {name: shop}
              enabled: true
              authentication: {type: OAuth2, oauth2: {clientId: a, clientSecretRef: {name: client, key: secret}, accessTokenUrl: "https://id.example.com/token"} }
            ---
            kind: Secret
            metadata:
              name: crm-oauth
              ownerReferences: [{apiVersion: webhooks.extensible.dev/v1alpha1, kind: WebhookDestination, name: crm, uid: {{owner}}, controller: true}]
            stringData: {accessToken: a-token, refreshToken: a-refresh-token, client: "{{client}}"}
            """);

        var files = planned.Plan.WorkerSecret.Object?.Document["data"]?.AsObject();
        Assert.NotNull(files);
        Assert.True(goes == files.ContainsKey("token.crm"), whose);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("b", false)]
    public void AccessToken_OfAClientNamedByASecret_GoesWithThatClientOnly(string id, bool goes)
    {
        var planned = new PlanningCase($$"""
            {{Source}}
            ---
            kind: WebhookDestination
            metadata: {name: crm}
            spec:
              sourceRef: {name: shop}
              enabled: true
              authentication:
                type: OAuth2
                oauth2: {clientIdSecretRef: {name: client, key: id}, clientSecretRef: {name: client, key: secret}, accessTokenUrl: "https://id.example.com/token"}
            ---
            kind: Secret
            metadata: {name: client}
            stringData: {id: "{{id}}\n"}
            ---
            kind: Secret
            metadata:
              name: crm-oauth
              ownerReferences: [{apiVersion: webhooks.extensible.dev/v1alpha1, kind: WebhookDestination, name: crm, uid: uid-of-crm, controller: true}]
            stringData: {accessToken: a-token, client: "{{Fingerprint}}"}
            """);

        Assert.Equal(goes, planned.Plan.WorkerSecret.Object?.Document["data"]?.AsObject().ContainsKey("token.crm"));
    }

    private static string InspectTokenOf(PlanningCase planned) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(planned.Plan.WorkerSecret.Object?.Document["data"]?["inspect-token"]?.GetValue<string>() ?? ""));

    private static string Destinations(int count, int mappingBytes) => string.Concat(Enumerable.Range(0, count).Select(index => $$"""

        ---
        kind: WebhookDestination
        metadata: {name: d{{index}}}
        spec: {sourceRef: {name: shop}, enabled: true}
        ---
        kind: WebhookMapping
        metadata: {name: m{{index}}}
        spec:
          destinationRef: {name: d{{index}}}
          enabled: true
          trigger: all
          url: https://api.example.com/
          data: {text: "{{new string('x', mappingBytes)}}"}

        """));
}
