using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Reconciliation;

/// <summary>What came of one look at an entity, and when to look again.</summary>
public sealed record ReconciliationResult<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private ReconciliationResult(TEntity entity) => Entity = entity;

    /// <summary>The entity that was looked at.</summary>
    public TEntity Entity { get; }

    /// <summary>The desired state was reached or asked for.</summary>
    public bool IsSuccess { get; private init; }

    /// <summary>Failed, and trying again changes nothing: not retried until something changes.</summary>
    public bool IsTerminal { get; private init; }

    /// <summary>For the log; nothing secret.</summary>
    public string? ErrorMessage { get; private init; }

    /// <summary>What was thrown, if anything.</summary>
    public Exception? Error { get; private init; }

    /// <summary>On success: look again after this time; null (the default) waits for a change. On failure: not before this time.</summary>
    public TimeSpan? RequeueAfter { get; private init; }

#pragma warning disable CA1000 // KubeOps's shape: ReconciliationResult<T>.Success(entity).
    /// <summary>All done for now. The key's failures are forgotten.</summary>
    public static ReconciliationResult<TEntity> Success(TEntity entity, TimeSpan? requeueAfter = null) =>
        new(entity) { IsSuccess = true, RequeueAfter = requeueAfter };

    /// <summary>Try again, after a wait that grows with each failure in a row (5 ms to 1000 s), for ever.</summary>
    public static ReconciliationResult<TEntity> Failure(TEntity entity, string errorMessage, Exception? error = null, TimeSpan? requeueAfter = null) =>
        new(entity) { ErrorMessage = errorMessage, Error = error, RequeueAfter = requeueAfter };

    /// <summary>Only a change by somebody else can help; say so in a condition. The next change of anything that maps to the entity looks again.</summary>
    public static ReconciliationResult<TEntity> Terminal(TEntity entity, string errorMessage) =>
        new(entity) { IsTerminal = true, ErrorMessage = errorMessage };
#pragma warning restore CA1000
}
