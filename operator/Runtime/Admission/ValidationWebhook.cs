using System.Text.Json;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Admission;

/// <summary>
/// Says which objects of a kind the API server may take. Runs on every replica, within seconds, and has no effects: what it says may be thrown away (dry run, or another
/// webhook refuses). It is not asked about what only touches metadata or status, nor about objects that are being deleted: nobody is kept from cleaning up.
/// </summary>
public abstract class ValidationWebhook<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>A new object. Allowed unless overridden.</summary>
    public virtual Task<ValidationResult> CreateAsync(TEntity entity, bool dryRun, CancellationToken cancellationToken) => Allowed;

    /// <summary>A changed object. Allowed unless overridden.</summary>
    /// <param name="oldEntity">As it is; null where the type cannot read it.</param>
    /// <param name="newEntity">As it would be.</param>
    /// <param name="dryRun">Nothing will be stored.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    public virtual Task<ValidationResult> UpdateAsync(TEntity? oldEntity, TEntity newEntity, bool dryRun, CancellationToken cancellationToken) => Allowed;

    /// <summary>A deletion. Allowed unless overridden.</summary>
    /// <param name="entity">As it is; null where the type cannot read it.</param>
    /// <param name="dryRun">Nothing will be deleted.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    public virtual Task<ValidationResult> DeleteAsync(TEntity? entity, bool dryRun, CancellationToken cancellationToken) => Allowed;

    /// <summary>An object that the type cannot read: no controller could either. Refused unless overridden.</summary>
    /// <param name="document">As the API server sent it.</param>
    /// <param name="place">Where reading stopped.</param>
    public virtual ValidationResult Unreadable(JsonElement document, string place) =>
        ValidationResult.Fail(new ValidationRefusal($"{place}: cannot be read", [new ValidationCause(place, "cannot be read")]));

    private static Task<ValidationResult> Allowed => Task.FromResult(ValidationResult.Success());
}
