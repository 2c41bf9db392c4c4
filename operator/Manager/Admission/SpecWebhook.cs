using System.Text.Json;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Runtime.Admission;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Admission;

/// <summary>
/// Refuses a spec that does not hold together, in the words that its condition would have. Namespaces that this operator does not serve are another's affair.
/// </summary>
internal abstract class SpecWebhook<TEntity>(ManagerOptions options) : ValidationWebhook<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    public sealed override Task<ValidationResult> CreateAsync(TEntity entity, bool dryRun, CancellationToken cancellationToken) =>
        AnswerAsync(entity, Findings.None, isNew: true, cancellationToken);

    public sealed override Task<ValidationResult> UpdateAsync(TEntity? oldEntity, TEntity newEntity, bool dryRun, CancellationToken cancellationToken) =>
        AnswerAsync(newEntity, oldEntity is null ? Findings.None : CheckChange(oldEntity, newEntity), isNew: false, cancellationToken);

    /// <summary>What the type cannot read, the schema can: it names the field.</summary>
    public sealed override ValidationResult Unreadable(JsonElement document, string place) =>
        ManifestValidator.Validate(document) is { Count: > 0 } diagnostics
            ? Answers.Of(Findings.Of(Reason.InvalidSpec, diagnostics))
            : base.Unreadable(document, place);

    /// <summary>What is wrong with it.</summary>
    protected abstract Findings Check(TEntity entity);

    /// <summary>What may not change.</summary>
    protected virtual Findings CheckChange(TEntity before, TEntity after) => Findings.None;

    /// <summary>What is right, and probably not meant.</summary>
    /// <param name="entity">Its spec holds together.</param>
    /// <param name="isNew">It is being created.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    protected abstract IAsyncEnumerable<string> WarnAsync(TEntity entity, bool isNew, CancellationToken cancellationToken);

    private async Task<ValidationResult> AnswerAsync(TEntity entity, Findings change, bool isNew, CancellationToken cancellationToken)
    {
        if (options.WatchNamespaces.Count > 0 && !options.WatchNamespaces.Contains(entity.Metadata.NamespaceProperty))
        {
            return ValidationResult.Success();
        }

        var findings = change.IsValid ? Check(entity) : change;
        return findings.IsValid ? Answers.Of(findings, await WarnAsync(entity, isNew, cancellationToken).ToListAsync(cancellationToken)) : Answers.Of(findings);
    }
}
