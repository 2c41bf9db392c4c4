using System.Text;
using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Credentials.Clients;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Tokens;

/// <summary>
/// Opens a destination's client: its Secrets read live, since tokens are asked for seldom, and its provider reached as its receiver is, by the same egress policy and
/// the authorities of <c>spec.tls</c>.
/// </summary>
internal sealed class ClientOpener(IResourceClient client, EgressOptions egress, INameResolver resolver, TokenMetrics metrics, TimeProvider time)
{
    /// <param name="destination">With OAuth 2.0, and valid.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="KubeApiException">A Secret could not be read.</exception>
    public async Task<ClientOpening> OpenAsync(WebhookDestination destination, CancellationToken cancellationToken)
    {
        var authorities = destination.Spec.Tls?.CaSecretRef;
        var names = OAuthClientSecrets.Of(destination).Select(secret => secret.From).Append(authorities).OfType<SecretKeyRef>().Select(reference => reference.Name);
        var secrets = new Dictionary<string, IDictionary<string, byte[]>>(StringComparer.Ordinal);
        foreach (var name in names.Distinct())
        {
            secrets[name] = (await client.GetAsync<V1Secret>(destination.Metadata.NamespaceProperty, name, cancellationToken))?.Data ?? new Dictionary<string, byte[]>();
        }

        string? Value(SecretKeyRef reference) => secrets[reference.Name].TryGetValue(reference.Key, out var value) ? Encoding.UTF8.GetString(value) : null;
        return Open(destination, authorities, Value);
    }

    private ClientOpening Open(WebhookDestination destination, SecretKeyRef? authorities, Func<SecretKeyRef, string?> value)
    {
        var (resolved, problems) = OAuthClient.Of(destination.Spec.Authentication?.OAuth2 ?? throw new ArgumentException("The destination has no OAuth 2.0.", nameof(destination)), value);
        var pem = authorities is null ? null : value(authorities);
        var tls = authorities is not null && pem is null ? null : TlsIdentity.Create(pem, client: null, out _);
        if (resolved is not null && tls is not null)
        {
            var guarded = GuardedInvoker.Create(egress, destination.Metadata.NamespaceProperty, tls, resolver, time);
            return new ClientOpening(resolved, new HttpMessageInvoker(new CountedRequests(guarded, metrics), disposeHandler: true), time);
        }

        var told = problems.Select(problem => problem.ToString()).ToList();
        if (tls is null && authorities is not null)
        {
            told.Add($"spec.tls.caSecretRef: the Secret {authorities.Name} has no certificates in PEM under {authorities.Key}: mend it");
        }

        return new ClientOpening(told);
    }
}
