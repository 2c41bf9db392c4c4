using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Reconciliation;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Certificates;

/// <summary>
/// Keeps a ValidatingWebhookConfiguration and the Secret of its certificates as they should be: what is missing, unreadable, foreign or ended is made anew, what is due
/// is renewed, and <c>caBundle</c> is put back when somebody takes it away. On the leader; all replicas read the Secret (<see cref="ServingCertificate"/>).
/// </summary>
/// <param name="client">Its applies own <c>caBundle</c> and the Secret's data, nothing else.</param>
/// <param name="options">Where, for whom, how long.</param>
/// <param name="issuer">Makes the certificates.</param>
/// <param name="time">The clock that they last by.</param>
/// <param name="logger">Told of each change.</param>
internal sealed class CertificateController(
    IResourceClient client, CertificateOptions options, CertificateIssuer issuer, TimeProvider time, ILogger<CertificateController> logger)
    : IEntityController<V1ValidatingWebhookConfiguration>
{
    /// <summary>More than any state needs: replaced, or rotated, cleared and renewed.</summary>
    private const int MostSteps = 8;

    /// <summary>Timers do not count months.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(12);

    /// <summary>The authority that the configuration was last seen to name, and from when on it may be relied on.</summary>
    private (string Thumbprint, DateTimeOffset From)? _trusted;

    public async Task<ReconciliationResult<V1ValidatingWebhookConfiguration>> ReconcileAsync(
        V1ValidatingWebhookConfiguration entity, CancellationToken cancellationToken)
    {
        // Not from the cache: a Secret that is behind our own last write would be made a second time.
        var secret = await client.GetAsync<CertificateSecret>(options.Namespace, options.SecretName, cancellationToken);
        var found = CertificateBundle.Read(secret?.Data);
        var (bundle, nextLook) = Advance(found, entity);
        if (bundle != found)
        {
            await WriteAsync(bundle, secret, cancellationToken);
            Log.Written(logger, options.Namespace, options.SecretName, bundle.Serving.NotAfter.ToUniversalTime(), bundle.Authority.NotAfter.ToUniversalTime());
        }

        var trust = bundle.Trust;
        if (!CaBundle.Is(entity, trust))
        {
            await client.ApplyAsync<JsonObject>(ApiResource.Of<V1ValidatingWebhookConfiguration>(), CaBundle.Document(entity, trust), cancellationToken);
            Log.Injected(logger, entity.Metadata.Name);
        }

        var wait = nextLook - time.GetUtcNow();
        return ReconciliationResult<V1ValidatingWebhookConfiguration>.Success(entity, wait < LongestWait ? wait : LongestWait);
    }

    /// <summary>Nobody calls us any more; the certificates may stay for when somebody does.</summary>
    public Task<ReconciliationResult<V1ValidatingWebhookConfiguration>> DeletedAsync(V1ValidatingWebhookConfiguration entity, CancellationToken cancellationToken) =>
        Task.FromResult(ReconciliationResult<V1ValidatingWebhookConfiguration>.Success(entity));

    private (CertificateBundle Bundle, DateTimeOffset NextLook) Advance(CertificateBundle? bundle, V1ValidatingWebhookConfiguration configuration)
    {
        for (var steps = 0; steps < MostSteps; steps++)
        {
            var now = time.GetUtcNow();
            var plan = CertificatePlan.Of(bundle, options.ServerNames, now, bundle is null ? null : TrustedFrom(bundle, configuration));
            if (plan.Step == CertificateStep.Keep && bundle is not null)
            {
                return (bundle, plan.NextLook);
            }

            bundle = Carry(plan.Step, bundle, now);
        }

        throw new InvalidOperationException($"The certificates do not come to rest: their lifetimes or the server names ({string.Join(", ", options.ServerNames)}) cannot be served");
    }

    private CertificateBundle Carry(CertificateStep step, CertificateBundle? bundle, DateTimeOffset now)
    {
        Log.Steps(logger, step);
        var authority = bundle is null || step is CertificateStep.Replace or CertificateStep.RotateAuthority
            ? issuer.NewAuthority(options.FieldManager, options.AuthorityLifetime)
            : bundle.Authority;
        return (step, bundle) switch
        {
            (CertificateStep.RotateAuthority, { } old) => new CertificateBundle(authority, [.. old.Trusted], old.Serving),
            (CertificateStep.RenewServing, { } old) => old with { Serving = Issue(authority) },
            (CertificateStep.DropRetired, { } old) => old with { Retired = [.. old.Retired.Where(retired => retired.NotAfter > now)] },
            _ => new CertificateBundle(authority, [], Issue(authority)),
        };
    }

    private X509Certificate2 Issue(X509Certificate2 authority) => issuer.IssueServing(authority, options.ServerNames, options.ServingLifetime);

    /// <summary>From when on every API server trusts the authority, by what we have seen ourselves.</summary>
    private DateTimeOffset? TrustedFrom(CertificateBundle bundle, V1ValidatingWebhookConfiguration configuration)
    {
        if (!CaBundle.Holds(configuration, bundle.Authority))
        {
            _trusted = null;
        }
        else if (_trusted?.Thumbprint != bundle.Authority.Thumbprint)
        {
            _trusted = (bundle.Authority.Thumbprint, time.GetUtcNow() + options.TrustDelay);
        }

        return _trusted?.From;
    }

    /// <summary>Only over what was read: another leader's newer write is a conflict, and is looked at again.</summary>
    private async Task WriteAsync(CertificateBundle bundle, CertificateSecret? before, CancellationToken cancellationToken)
    {
        var document = new JsonObject
        {
            ["metadata"] = new JsonObject { ["namespace"] = options.Namespace, ["name"] = options.SecretName },
            ["data"] = new JsonObject(bundle.Write().Select(file => KeyValuePair.Create(file.Key, (JsonNode?)Convert.ToBase64String(file.Value)))),
        };
        if (before is null)
        {
            await client.CreateAsync<JsonObject>(CertificateSecret.Resource, document, cancellationToken);
            return;
        }

        document["metadata"]?["resourceVersion"] = before.Metadata.ResourceVersion;
        await client.ApplyAsync<JsonObject>(CertificateSecret.Resource, document, cancellationToken);
    }
}
