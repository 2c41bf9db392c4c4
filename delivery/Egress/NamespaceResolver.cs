using System.Net;

namespace ExtensibleWebhooks.Egress;

/// <summary>
/// Looks names up as a pod of another namespace would: <c>auth</c> and <c>auth.shop</c> are the Service of that namespace, never one of the namespace that this process runs in,
/// which its own search list tries first. For the operator, which asks for all namespaces.
/// </summary>
public sealed class NamespaceResolver(INameResolver inner, string ownNamespace) : INameResolver
{
    public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) => inner.ResolveAsync(NameOf(host), cancellationToken);

    private string NameOf(string host) => IPAddress.TryParse(host, out _) ? host : host.TrimEnd('.').Split('.') switch
    {
        [var service] => $"{service}.{ownNamespace}.svc",
        [var service, var place] when place.Equals(ownNamespace, StringComparison.OrdinalIgnoreCase) => $"{service}.{ownNamespace}.svc",
        _ => host,
    };
}
