namespace ExtensibleWebhooks.Egress;

/// <summary>A <see cref="GuardedHandler"/> with the check of literal addresses before it: all that a caller needs that sends to a URL of a user's.</summary>
public static class GuardedInvoker
{
    /// <summary>Keeps connections; to be disposed when the destination or its TLS changes.</summary>
    /// <param name="options">What the administrator allows.</param>
    /// <param name="ownNamespace">Services of this namespace may have private addresses; null outside of a cluster. The process need not run in it (<see cref="NamespaceResolver"/>).</param>
    /// <param name="tls">Whom to trust, and who we are.</param>
    /// <param name="resolver">Of names.</param>
    /// <param name="time">Of the attempts on several addresses.</param>
    public static HttpMessageInvoker Create(EgressOptions options, string? ownNamespace, TlsIdentity tls, INameResolver resolver, TimeProvider time)
    {
        var policy = new EgressPolicy(options, ownNamespace);
        var handler = GuardedHandler.Create(new EgressConnector(policy, options, ownNamespace is null ? resolver : new NamespaceResolver(resolver, ownNamespace), time), tls);
        return new HttpMessageInvoker(new LiteralGuard(policy) { InnerHandler = handler }, disposeHandler: true);
    }

    private sealed class LiteralGuard(EgressPolicy policy) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri is { } url && policy.RefuseLiteral(url) is { } refusal
                ? throw new HttpRequestException(HttpRequestError.ConnectionError, refusal, new EgressDeniedException(refusal))
                : base.SendAsync(request, cancellationToken);
    }
}
