using System.Text.Json;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Planning;
using ExtensibleWebhooks.Manager.Sources;
using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Applying;

/// <summary>Carries out a source's plan: the write key, then the worker's Secret, then the objects that use them, then what is no longer wanted.</summary>
internal sealed class SourceApplier(Applier applier, SecretReader secrets)
{
    public async Task<SourceOutcome> ApplyAsync(SourceInputs inputs, SourcePlan plan, CancellationToken cancellationToken)
    {
        var refusal = await WriteSecretsAsync(inputs, plan, cancellationToken);
        var refusals = new List<string>();
        foreach (var desired in plan.Objects)
        {
            if ((await applier.ApplyAsync(inputs.Source, desired, content: null, cancellationToken)).Refusal is { } why)
            {
                refusals.Add(why);
            }
        }

        foreach (var (resource, name) in plan.Unwanted)
        {
            await applier.PruneAsync(inputs.Source, resource, name, cancellationToken);
        }

        return new SourceOutcome(plan.WorkerSecret.Object is not null && refusal is null, refusal, refusals);
    }

    /// <summary>The source is gone.</summary>
    public void Forget(EventSource source)
    {
        applier.Forget(source);
        secrets.Forget(NamespacedName.Of(source));
    }

    private async Task<string?> WriteSecretsAsync(SourceInputs inputs, SourcePlan plan, CancellationToken cancellationToken)
    {
        if (plan.NewWriteKey is { } writeKey)
        {
            var made = await applier.CreateAsync(writeKey, cancellationToken);
            if (made.Refusal is not null)
            {
                // Without it the worker would be told a key that nobody can look up.
                return made.Refusal;
            }

            Remember(inputs, made);
        }

        if (plan.WorkerSecret.Object is not { } secret)
        {
            return null;
        }

        var result = await applier.ApplyAsync(inputs.Source, secret, ContentOf(inputs.WorkerSecret), cancellationToken);
        Remember(inputs, result);
        return result.Refusal;
    }

    private void Remember(SourceInputs inputs, ApplyResult result)
    {
        if (result.Written?.Deserialize<V1Secret>(RuntimeJson.Options) is { } written)
        {
            secrets.Remember(NamespacedName.Of(inputs.Source), written);
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
