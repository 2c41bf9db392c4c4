using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Leadership;

/// <summary>One Lease. Both throw <see cref="KubeApiException"/>.</summary>
internal interface ILeaseStore
{
    /// <summary>As it is now, or null.</summary>
    Task<LeaseRecord?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes if it still is as the record's resource version says (empty: if it does not exist).</summary>
    /// <returns>As written, or null when somebody else was first.</returns>
    Task<LeaseRecord?> TryWriteAsync(LeaseRecord record, CancellationToken cancellationToken);
}
