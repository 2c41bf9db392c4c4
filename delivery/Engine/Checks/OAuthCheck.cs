using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Engine.Addresses;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Engine.Checks;

/// <summary>
/// What can be seen of an OAuth 2.0 client without asking its provider: where its URLs lead, and whether its parameters can be sent. RFC 6749 §3.1 and §3.2 ask for TLS and
/// refuse a fragment; plain http passes only where the host cannot be on the Internet.
/// </summary>
public static class OAuthCheck
{
    /// <summary>Ends of names that the public DNS never answers: RFC 6762, RFC 6761, RFC 8375, ICANN's .internal, and Kubernetes' own.</summary>
    private static readonly string[] PrivateSuffixes = [".svc", ".cluster.local", ".local", ".internal", ".localhost", ".test", ".home.arpa"];

    /// <summary>What the flow itself sends (RFC 6749 §4, RFC 7636).</summary>
    private static readonly string[] OfTheFlow = ["grant_type", "code", "code_verifier", "redirect_uri", "refresh_token"];

    /// <summary>What passes, and is probably not meant: secrets that travel in plain text, further than within a machine.</summary>
    public static IEnumerable<Diagnostic> Warnings(WebhookDestination destination) =>
        from url in UrlsOf(destination)
        where UrlRules.Parse(url.Text).Url is { IsLoopback: false } parsed && parsed.Scheme == Uri.UriSchemeHttp && Complaint(url, allowsLoopback: true) is null
        select new Diagnostic(url.Path, $"is no https: whoever listens on the way reads {(url.IsForABrowser ? "what the person grants" : "the client's secret and the tokens")}");

    internal static IEnumerable<Diagnostic> Check(WebhookDestination destination, bool allowsLoopback)
    {
        foreach (var url in UrlsOf(destination))
        {
            if (Complaint(url, allowsLoopback) is { } complaint)
            {
                yield return new Diagnostic(url.Path, complaint);
            }
        }

        var client = destination.Spec.Authentication?.OAuth2;
        foreach (var (index, parameter) in (client?.RefreshParameters ?? []).Index())
        {
            if (Complaint(parameter) is { } complaint)
            {
                yield return new Diagnostic($"{OAuthSecret.Path}.refreshParameters[{index}].name", complaint);
            }
        }
    }

    private static IEnumerable<EndpointUrl> UrlsOf(WebhookDestination destination) => destination.Spec.Authentication?.OAuth2 is not { } client ? [] :
        from url in new[]
        {
            (Name: "authorizeUrl", Text: client.AuthorizeUrl),
            (Name: "accessTokenUrl", Text: client.AccessTokenUrl),
            (Name: "refreshTokenUrl", Text: client.RefreshTokenUrl),
            (Name: "revokeUrl", Text: client.RevokeUrl),
        }
        where url.Text is not null
        select new EndpointUrl($"{OAuthSecret.Path}.{url.Name}", url.Text, url.Name == "authorizeUrl");

    private static string? Complaint(EndpointUrl endpoint, bool allowsLoopback)
    {
        var (url, problem) = UrlRules.Parse(endpoint.Text);
        if (url is null)
        {
            return problem;
        }

        var address = AddressTable.LiteralOf(url);
        var kind = address is null ? AddressKind.Public : AddressTable.KindOf(address);
        return url.Fragment.Length > 0 ? "has a fragment (#…), which such a URL cannot have: remove it"
            : url.UserInfo.Length > 0 ? "has a user or password: name them in clientId and clientSecretRef"
            : kind == AddressKind.Forbidden ? $"{address} is a link-local, metadata, multicast or reserved address: nothing is sent to such"
            : kind == AddressKind.Loopback && !allowsLoopback && !endpoint.IsForABrowser ? $"{address} is a loopback address, which in a pod is the pod itself: use a Service's name"
            : url.Scheme == Uri.UriSchemeHttp && kind == AddressKind.Public && !IsPrivateName(url) ? $"{url.IdnHost} may be on the Internet, where secrets need TLS: use https"
            : null;
    }

    private static bool IsPrivateName(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.');
        return url.HostNameType == UriHostNameType.Dns
            && (!host.Contains('.', StringComparison.Ordinal) || PrivateSuffixes.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)));
    }

    private static string? Complaint(RefreshParameter parameter) => parameter.SendIn switch
    {
        RefreshParameterPlace.Header => HeaderRules.CheckCredentialName(parameter.Name) ?? (parameter.Value is { } value ? HeaderRules.CheckValue(parameter.Name, value) : null),
        _ when OfTheFlow.Contains(parameter.Name, StringComparer.Ordinal) => $"{parameter.Name} is the flow's own parameter: remove it",
        _ => null,
    };

    /// <param name="Path">The field.</param>
    /// <param name="Text">What it says.</param>
    /// <param name="IsForABrowser">A person's browser goes there, which may well be on that person's own machine.</param>
    private sealed record EndpointUrl(string Path, string Text, bool IsForABrowser);
}
