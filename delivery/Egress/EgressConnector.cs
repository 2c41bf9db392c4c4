using System.Net;
using System.Net.Sockets;

namespace ExtensibleWebhooks.Egress;

/// <summary>
/// Dials for SocketsHttpHandler: one lookup, the policy on every address that it gave, then exactly those addresses in turn,
/// the next one starting when the last has not answered for <see cref="AttemptDelay"/> (RFC 8305, in its simplest form).
/// </summary>
public sealed class EgressConnector(EgressPolicy policy, EgressOptions options, INameResolver resolver, TimeProvider time)
{
    /// <summary>RFC 8305's recommended Connection Attempt Delay.</summary>
    private static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var endPoint = context.DnsEndPoint;
        if (options.HostOverrides.TryGetValue(endPoint.Host.ToLowerInvariant(), out var fixedEndPoint))
        {
            return await DialAsync([fixedEndPoint.Address], fixedEndPoint.Port, cancellationToken);
        }

        var addresses = await resolver.ResolveAsync(endPoint.Host, cancellationToken);

        // A proxy is the administrator's (its environment variable), and it alone sees the target's address; the sender has checked a literal one.
        var dialled = IsProxy(context) ? addresses : await AllowedAsync(endPoint.Host, addresses, cancellationToken);
        return await DialAsync(dialled, endPoint.Port, cancellationToken);
    }

    /// <summary>Is this the proxy that the environment names for the target? Whatever else is dialled is checked.</summary>
    private static bool IsProxy(SocketsHttpConnectionContext context)
    {
        // No webhook has this method: the handler asks the proxy for a tunnel by it, and names the proxy as its target.
        if (context.InitialRequestMessage.Method == HttpMethod.Connect)
        {
            return true;
        }

        var proxies = HttpClient.DefaultProxy;
        return context.InitialRequestMessage.RequestUri is { } target
            && !proxies.IsBypassed(target)
            && proxies.GetProxy(target) is { } proxy
            && proxy.Port == context.DnsEndPoint.Port
            && string.Equals(proxy.IdnHost, context.DnsEndPoint.Host, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The addresses that may be dialled. A name of which only some addresses are allowed is dialled at those; a short name of which none is, at those of the
    /// Service that it may mean.
    /// </summary>
    private async ValueTask<List<IPAddress>> AllowedAsync(string host, IReadOnlyList<IPAddress> addresses, CancellationToken cancellationToken)
    {
        var allowed = Allowed(host, addresses, out var refusal);
        if (allowed.Count == 0 && refusal is not null && policy.ServiceOf(host) is { } service)
        {
            allowed = Allowed(service, await ServiceAsync(service, cancellationToken), out _);
        }

        return allowed.Count > 0 || refusal is null ? allowed : throw new EgressDeniedException(refusal);
    }

    private List<IPAddress> Allowed(string host, IReadOnlyList<IPAddress> addresses, out string? refusal)
    {
        var allowed = new List<IPAddress>(addresses.Count);
        refusal = null;
        foreach (var address in addresses)
        {
            if (policy.Refuse(host, address) is { } reason)
            {
                refusal ??= reason;
            }
            else
            {
                allowed.Add(address);
            }
        }

        return allowed;
    }

    /// <summary>None where there is no such Service. Any other failure of the lookup is thrown: it may pass, and a refusal would be for good.</summary>
    private async ValueTask<IReadOnlyList<IPAddress>> ServiceAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await resolver.ResolveAsync(name, cancellationToken);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return [];
        }
    }

    private async Task<Stream> DialAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        using var losers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = new List<Task<Socket>>(addresses.Count);
        Exception? last = null;
        for (var next = 0; next < addresses.Count || attempts.Count > 0;)
        {
            if (next < addresses.Count)
            {
                attempts.Add(DialAsync(addresses[next++], port, losers.Token));
            }

            var finished = await FirstAsync(attempts, next < addresses.Count, cancellationToken);
            if (finished is null)
            {
                continue;
            }

            attempts.Remove(finished);
            if (finished.IsCompletedSuccessfully)
            {
                await losers.CancelAsync();
                attempts.ForEach(DisposeWhenDone);
                return new NetworkStream(finished.Result, ownsSocket: true);
            }

            cancellationToken.ThrowIfCancellationRequested();
            last = finished.Exception?.InnerException;
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>The attempt that ended first; null when it is time for the next address.</summary>
    private async Task<Task<Socket>?> FirstAsync(List<Task<Socket>> attempts, bool hasNext, CancellationToken cancellationToken)
    {
        if (!hasNext)
        {
            return await Task.WhenAny(attempts);
        }

        using var stopDelay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(AttemptDelay, time, stopDelay.Token);
        var first = await Task.WhenAny([.. attempts, delay]);
        await stopDelay.CancelAsync();
        return first as Task<Socket>;
    }

    private static async Task<Socket> DialAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void DisposeWhenDone(Task<Socket> attempt) => attempt.ContinueWith(
        done =>
        {
            if (done.IsCompletedSuccessfully)
            {
                done.Result.Dispose();
            }
            else
            {
                // Looked at, so that an attempt that lost is not an unobserved exception.
                _ = done.Exception;
            }
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
