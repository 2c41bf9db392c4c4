using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Applying;

/// <summary>Carries out a source's plan: the write key, then the worker's Secret, then the objects that use them, then what is no longer wanted.</summary>
internal sealed class SourceApplier(Applier applier, SecretReader reader)
{
    public async Task<SourceOutcome> ApplyAsync(SourceInputs inputs, SourcePlan plan, CancellationToken cancellationToken)
    {
        var secrets = await WriteSecretsAsync(inputs, plan, cancellationToken);
        if (secrets.NamespaceIsGoing)
        {
            return SourceOutcome.Gone;
        }

        var refusals = new List<string>();
        foreach (var desired in plan.Objects)
        {
            var result = await applier.ApplyAsync(inputs.Source, desired, content: null, cancellationToken);
            if (result.NamespaceIsGoing)
            {
                return SourceOutcome.Gone;
            }

            if (result.Refusal is { } why)
            {
                refusals.Add(why);
            }
        }

        foreach (var (resource, name) in plan.Unwanted)
        {
            await applier.PruneAsync(inputs.Source, resource, name, cancellationToken);
        }

        return new SourceOutcome(plan.WorkerSecret.Object is not null && secrets.Refusal is null, secrets.Refusal, refusals);
    }

    /// <summary>The source is gone.</summary>
    public void Forget(EventSource source) => applier.Forget(source);

    private async Task<ApplyResult> WriteSecretsAsync(SourceInputs inputs, SourcePlan plan, CancellationToken cancellationToken)
    {
        if (plan.NewWriteKey is { } writeKey)
        {
            var made = await applier.CreateAsync(writeKey, cancellationToken);
            if (made.Written is null)
            {
                // Without it the worker would be told a key that nobody can look up.
                return made;
            }

            Remember(inputs, made);
        }

        if (plan.WorkerSecret.Object is not { } secret)
        {
            return ApplyResult.Unchanged;
        }

        var result = await applier.ApplyAsync(inputs.Source, secret, ContentOf(inputs.WorkerSecret), cancellationToken);
        Remember(inputs, result);
        return result;
    }

    private void Remember(SourceInputs inputs, ApplyResult result)
    {
        if (result.Written?.Deserialize<V1Secret>(RuntimeJson.Options) is { } written)
        {
            reader.Remember(NamespacedName.Of(inputs.Source), written);
        }
    }

    private static JsonElement ContentOf(SecretSnapshot? secret)
    {
        var data = new JsonObject();
        foreach (var (file, content) in secret?.Data ?? new Dictionary<string, byte[]>())
        {
            data[file] = Convert.ToBase64String(content);
        }

        return JsonSerializer.SerializeToElement(new JsonObject { ["type"] = "Opaque", ["data"] = data });
    }
}
