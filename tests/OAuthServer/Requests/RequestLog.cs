namespace ExtensibleWebhooks.OAuthServer.Requests;

/// <summary>Every request to an endpoint, in the order of their coming. An entry is complete before its answer is sent.</summary>
public sealed class RequestLog
{
    private readonly Lock _lock = new();
    private readonly List<EndpointRequest> _requests = [];

    public IReadOnlyList<EndpointRequest> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The refreshes among them.</summary>
    public IReadOnlyList<EndpointRequest> Refreshes => Of("refresh_token");

    /// <summary>Fingerprints of the refresh tokens that came more than once. Empty where nobody refreshed twice with one.</summary>
    public IReadOnlyList<string> RepeatedRefreshTokens =>
        [.. Refreshes.GroupBy(request => request.TokenFingerprint).Where(group => group.Count() > 1).Select(group => group.Key ?? "none")];

    /// <summary>Every access and refresh token that was issued, for searches where none may be.</summary>
    public IReadOnlyList<string> IssuedTokens =>
        [.. All.SelectMany(request => new[] { request.IssuedAccessToken, request.IssuedRefreshToken }).OfType<string>()];

    /// <summary>Those of one grant_type.</summary>
    public IReadOnlyList<EndpointRequest> Of(string grant) => [.. All.Where(request => request.Grant == grant)];

    internal int Add(EndpointRequest request)
    {
        lock (_lock)
        {
            _requests.Add(request);
            return _requests.Count - 1;
        }
    }

    internal void Complete(int index, Func<EndpointRequest, EndpointRequest> change)
    {
        lock (_lock)
        {
            _requests[index] = change(_requests[index]);
        }
    }
}
