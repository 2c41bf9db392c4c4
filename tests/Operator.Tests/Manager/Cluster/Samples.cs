namespace ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

/// <summary>Manifests for the tests. The token's value is looked for where it must not be.</summary>
internal static class Samples
{
    public const string Token = "canary-2f6c-token";

    public const string Source = """
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: EventSource
        metadata: {name: shop}
        spec: {}
        """;

    public const string Destination = """
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookDestination
        metadata: {name: crm}
        spec:
          sourceRef: {name: shop}
          enabled: true
          authentication: {type: Bearer, bearer: {tokenSecretRef: {name: crm-token, key: token}}}
        """;

    public static string Secret(string token = Token) => $$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: crm-token}
        stringData: {token: {{token}}}
        """;

    public static string Mapping(string trigger = "all", string destination = "crm", string name = "orders", string url = "https://api.example.com/orders") => $$"""
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookMapping
        metadata: {name: {{name}}}
        spec:
          destinationRef: {name: {{destination}}}
          enabled: true
          trigger: '{{trigger}}'
          url: {{url}}
        """;

    public static string Replay(string of = "events: {since: \"2026-01-31T12:00:00Z\", trigger: type = \"track\"}", string name = "again") => $$"""
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookReplay
        metadata: {name: {{name}}}
        spec:
          destinationRef: {name: crm}
          {{of}}
        """;

    /// <summary>A source, a destination with its Secret, and a mapping.</summary>
    public static string All { get; } = Join(Source, Destination, Secret(), Mapping());

    public static string Join(params IEnumerable<string> documents) => string.Join("\n---\n", documents);
}
