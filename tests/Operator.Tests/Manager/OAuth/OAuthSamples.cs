using ExtensibleWebhooks.Operator.Tests.Manager.Cluster;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>Manifests of a destination that the test's provider gives tokens for.</summary>
internal static class OAuthSamples
{
    /// <param name="cluster">Whose provider.</param>
    /// <param name="flow">ClientCredentials or AuthorizationCode.</param>
    /// <param name="revokes">Names the revokeUrl, so that the destination gets the finalizer.</param>
    /// <param name="name">Of the destination.</param>
    public static string Destination(OAuthCluster cluster, string flow, bool revokes = false, string name = "crm") => $$"""
        apiVersion: webhooks.extensible.dev/v1alpha1
        kind: WebhookDestination
        metadata: {name: {{name}}}
        spec:
          sourceRef: {name: shop}
          displayName: CRM <of> sales
          enabled: true
          authentication:
            type: OAuth2
            oauth2:
              flow: {{flow}}
              clientId: {{OAuthCluster.ClientId}}
              clientSecretRef: {name: crm-client, key: secret}
              authorizeUrl: {{cluster.At(cluster.Provider.AuthorizeUrl)}}
              accessTokenUrl: {{cluster.At(cluster.Provider.Token.Url)}}
              {{(revokes ? $"revokeUrl: {cluster.At(cluster.Provider.Revocation.Url)}" : "")}}
              scopes: [events, contacts]
        """;

    public static string Secret(string value = OAuthCluster.ClientSecret) => $$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: crm-client}
        stringData: {secret: {{value}}}
        """;

    /// <summary>A source, the destination with its client's Secret, and a mapping.</summary>
    public static string All(OAuthCluster cluster, string flow, bool revokes = false) =>
        Samples.Join(Samples.Source, Secret(), Destination(cluster, flow, revokes), Samples.Mapping());
}
