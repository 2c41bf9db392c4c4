using System.Text;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;
using ExtensibleWebhooks.Manager.Desired;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Tokens;

/// <summary>The Secret of a destination's tokens, as a document and back. The destination owns it, so that it goes with it.</summary>
internal static class TokenSecret
{
    public static string NameOf(CredentialKey key) => OAuthSecret.NameOf(key.Name);

    /// <summary>A whole new one.</summary>
    public static JsonObject New(CredentialKey key, StoredTokens content)
    {
        var document = Patch(key, content);
        var data = document["data"]?.AsObject() ?? [];
        foreach (var absent in StoredTokensText.Keys.Where(name => data[name] is null))
        {
            data.Remove(absent);
        }

        document["metadata"]?["name"] = NameOf(key);
        document["metadata"]?["namespace"] = key.Namespace;
        document["type"] = "Opaque";
        return document;
    }

    /// <summary>A merge patch that leaves exactly this content, of our keys.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="content">Null: none, which is how tokens are forgotten without the right to delete Secrets.</param>
    public static JsonObject Patch(CredentialKey key, StoredTokens? content)
    {
        var values = content is null ? new Dictionary<string, string>() : StoredTokensText.Write(content);
        var data = new JsonObject();
        foreach (var name in StoredTokensText.Keys)
        {
            data[name] = values.TryGetValue(name, out var value) ? Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) : null;
        }

        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["labels"] = new JsonObject { [Labels.PartOf] = Labels.Product, [Labels.ManagedBy] = Labels.Product, [Labels.Component] = "tokens" },
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = $"{ApiGroup.Name}/{ApiGroup.Version}",
                    ["kind"] = WebhookDestination.KubeKind,
                    ["name"] = key.Name,
                    ["uid"] = key.Uid,
                    ["controller"] = true,
                }),
            },
            ["data"] = data,
        };
    }

    /// <summary>The tokens in it.</summary>
    /// <param name="secret">Ours.</param>
    /// <param name="problem">Which key is wrong; null where there is nothing at all, or all is well.</param>
    public static StoredTokens? Read(V1Secret secret, out string? problem)
    {
        problem = null;
        return IsEmpty(secret) ? null
            : StoredTokensText.Read(secret.Data.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetString(entry.Value)), out problem);
    }

    /// <summary>It has no key of ours.</summary>
    public static bool IsEmpty(V1Secret secret) => secret.Data is null || !StoredTokensText.Keys.Any(secret.Data.ContainsKey);

    /// <summary>Null where the Secret is the destination's, or an orphan of ours (restored from a backup, say); otherwise whose it is, and what to do.</summary>
    public static string? WhyNotOurs(CredentialKey key, V1Secret secret) =>
        secret.Metadata.DeletionTimestamp is not null ? $"the Secret {NameOf(key)} is being deleted"
        : IsOurs(key.Uid, secret.Metadata) ? null
        : OwnerOf(secret.Metadata) is { Kind: WebhookDestination.KubeKind } ? $"the Secret {NameOf(key)} is that of a former destination of this name: it goes by itself, or delete it"
        : $"there is a Secret {NameOf(key)} that the operator did not make, where it would keep the tokens: name that Secret, or the destination, otherwise";

    /// <summary>The Secret is the destination's of this uid, or an orphan of ours.</summary>
    public static bool IsOurs(string uid, V1ObjectMeta secret) => OwnerOf(secret) is { } owner
        ? owner.Uid == uid
        : secret.Labels?.TryGetValue(Labels.ManagedBy, out var manager) == true && manager == Labels.Product;

    private static V1OwnerReference? OwnerOf(V1ObjectMeta secret) => secret.OwnerReferences?.FirstOrDefault(reference => reference.Controller == true);
}
