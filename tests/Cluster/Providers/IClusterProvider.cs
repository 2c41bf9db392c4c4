namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>A way to have a cluster: one that is given, or one that is made here. At most one of each kind is up on a machine.</summary>
public interface IClusterProvider
{
    /// <summary>For a person: "k3s in Docker".</summary>
    string Name { get; }

    Task<bool> IsUpAsync(CancellationToken cancellationToken);

    /// <summary>The cluster, started if it is not up; returns when its nodes are ready. The first time on a machine may take minutes.</summary>
    Task<ICluster> UpAsync(CancellationToken cancellationToken);

    /// <summary>Removes what <see cref="UpAsync"/> made, whichever process called it. Nothing where nothing is up.</summary>
    Task DownAsync(CancellationToken cancellationToken);
}
