using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Certificates;

/// <summary>The field <c>webhooks[*].clientConfig.caBundle</c>: whom the API server trusts when it calls.</summary>
internal static class CaBundle
{
    /// <summary>Whether every webhook of the configuration has exactly this trust.</summary>
    public static bool Is(V1ValidatingWebhookConfiguration configuration, byte[] trust) =>
        (configuration.Webhooks ?? []).All(webhook => webhook.ClientConfig?.CaBundle is { } bundle && bundle.AsSpan().SequenceEqual(trust));

    /// <summary>Whether every webhook of the configuration trusts this authority, perhaps beside others.</summary>
    public static bool Holds(V1ValidatingWebhookConfiguration configuration, X509Certificate2 authority)
    {
        var pem = Encoding.ASCII.GetBytes(authority.ExportCertificatePem());
        return (configuration.Webhooks ?? []).All(webhook => webhook.ClientConfig?.CaBundle is { } bundle && bundle.AsSpan().IndexOf(pem) >= 0);
    }

    /// <summary>
    /// For server-side apply: each webhook's name, and nothing but this field of it. The uid makes it a conflict where the configuration has gone meanwhile, which
    /// a bare apply would try to create.
    /// </summary>
    public static JsonObject Document(V1ValidatingWebhookConfiguration configuration, byte[] trust) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = configuration.Metadata.Name, ["uid"] = configuration.Metadata.Uid },
        ["webhooks"] = new JsonArray([.. (configuration.Webhooks ?? []).Select(webhook => new JsonObject
        {
            ["name"] = webhook.Name,
            ["clientConfig"] = new JsonObject { ["caBundle"] = Convert.ToBase64String(trust) },
        })]),
    };
}
