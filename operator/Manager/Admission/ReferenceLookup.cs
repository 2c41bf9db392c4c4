using ExtensibleWebhooks.Runtime.Cache;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Admission;

/// <summary>Whether something exists: by the cache, and by the API server where the cache does not know it yet, since one `kubectl apply` often brings both.</summary>
internal sealed class ReferenceLookup(IListers listers, IResourceClient client, TimeProvider time)
{
    /// <summary>An answer is worth more than a warning in it: the API server waits five seconds for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>As the cache has it; null where it does not know it, or not yet.</summary>
    public T? Find<T>(NamespacedName key)
        where T : class, IKubernetesObject<V1ObjectMeta> => listers.Of<T>().Get(key);

    /// <summary>True also where it could not be found out in time.</summary>
    public async Task<bool> ExistsAsync<T>(NamespacedName key, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (Find<T>(key) is not null)
        {
            return true;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await client.GetAsync<MetadataOf<T>>(key.Namespace, key.Name, linked.Token) is not null;
        }
        catch (Exception exception) when (exception is KubeApiException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return true;
        }
    }
}
