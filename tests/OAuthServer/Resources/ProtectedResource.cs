using System.Collections.Concurrent;
using System.Net.Http.Headers;
using ExtensibleWebhooks.OAuthServer.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using OpenIddict.Validation;

namespace ExtensibleWebhooks.OAuthServer.Resources;

/// <summary>What the tokens are for, any method, with any word before the token: 200 with one that is good, 401 otherwise.</summary>
public sealed class ProtectedResource
{
    private readonly ConcurrentQueue<ResourceRequest> _requests = new();
    private readonly ConcurrentDictionary<string, bool> _refused = new();
    private readonly Func<Uri> _url;
    private readonly TimeProvider _timeProvider;

    internal ProtectedResource(Func<Uri> url, TimeProvider timeProvider)
    {
        _url = url;
        _timeProvider = timeProvider;
    }

    public Uri Url => _url();

    /// <summary>In the order of their answers.</summary>
    public IReadOnlyCollection<ResourceRequest> Requests => _requests;

    /// <summary>From now on 401 for this access token, which the token endpoint still takes for a good one.</summary>
    public void Refuse(string accessToken) => _refused[accessToken] = true;

    internal async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var header = AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var parsed) ? parsed : null;
        var isGood = header?.Parameter is { } token && await IsGoodAsync(context, token);
        if (!isGood)
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        }

        _requests.Enqueue(new ResourceRequest
        {
            At = _timeProvider.GetUtcNow(),
            Scheme = header?.Scheme,
            TokenFingerprint = header?.Parameter is { } sent ? Fingerprint.Of(sent) : null,
            Status = context.Response.StatusCode,
            Body = body,
        });
    }

    private async Task<bool> IsGoodAsync(HttpContext context, string token)
    {
        if (_refused.ContainsKey(token))
        {
            return false;
        }

        try
        {
            await context.RequestServices.GetRequiredService<OpenIddictValidationService>().ValidateAccessTokenAsync(token, CancellationToken.None);
            return true;
        }
        catch (OpenIddictExceptions.ProtocolException)
        {
            // The library's way to say that it is not good.
            return false;
        }
    }
}
