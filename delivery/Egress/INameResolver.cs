using System.Net;

namespace ExtensibleWebhooks.Egress;

/// <summary>Host names to addresses. Throws <see cref="System.Net.Sockets.SocketException"/> for a name that is not there.</summary>
public interface INameResolver
{
    /// <param name="host">A name, or an address in text, which is its own answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
