using System.Net;

namespace ExtensibleWebhooks.Egress;

/// <summary>The operating system's resolver: in a pod, the cluster's DNS with the namespace's search list.</summary>
public sealed class SystemNameResolver : INameResolver
{
    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken);
}
