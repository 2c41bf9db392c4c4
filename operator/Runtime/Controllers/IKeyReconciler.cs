using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>Looks at whatever is behind a key.</summary>
internal interface IKeyReconciler
{
    Task<ReconcileOutcome> ReconcileAsync(NamespacedName key, CancellationToken cancellationToken);
}
