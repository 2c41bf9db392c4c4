using ExtensibleWebhooks.Crds.References;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Credentials.Clients;

/// <summary>Reads the Secrets of a client and checks what it would send, all of it at once.</summary>
internal sealed class ClientResolver
{
    private const string Path = "spec.authentication.oauth2";

    /// <summary>Headers that the HTTP client makes of the message itself.</summary>
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Content-Type", "Expect", "Host", "Keep-Alive", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private readonly Func<SecretKeyRef, string?> _secrets;
    private readonly List<Diagnostic> _problems = [];

    private ClientResolver(Func<SecretKeyRef, string?> secrets) => _secrets = secrets;

    public static (ResolvedSecrets? Resolved, IReadOnlyList<Diagnostic> Problems) Resolve(OAuth2Authentication spec, Func<SecretKeyRef, string?> secrets)
    {
        var resolver = new ClientResolver(secrets);
        var id = spec.ClientIdSecretRef is { } idRef ? resolver.Read(idRef, $"{Path}.clientIdSecretRef") : spec.ClientId;
        var secret = resolver.Read(spec.ClientSecretRef, $"{Path}.clientSecretRef");
        var parameters = (spec.RefreshParameters ?? []).Select(resolver.Parameter).ToList();
        resolver.CheckUrl(spec.AccessTokenUrl, "accessTokenUrl");
        resolver.CheckUrl(spec.RefreshTokenUrl, "refreshTokenUrl");
        resolver.CheckUrl(spec.AuthorizeUrl, "authorizeUrl");
        resolver.CheckUrl(spec.RevokeUrl, "revokeUrl");
        if (spec.Flow == OAuth2Flow.AuthorizationCode && spec.AuthorizeUrl is null)
        {
            resolver.Report($"{Path}.authorizeUrl", "is needed with flow AuthorizationCode");
        }

        if (id is null && spec.ClientIdSecretRef is null)
        {
            resolver.Report($"{Path}.clientId", "is needed, or clientIdSecretRef");
        }

        return resolver._problems.Count == 0 && id is not null && secret is not null
            ? (new ResolvedSecrets(id, secret, [.. parameters.OfType<ClientParameter>()]), [])
            : (null, resolver._problems);
    }

    /// <summary>Without the line end that an editor or <c>echo</c> leaves, as the worker reads its credentials.</summary>
    public static string? Trim(string? value) => value?.TrimEnd('\r', '\n');

    private string? Read(SecretKeyRef reference, string path)
    {
        var value = Trim(_secrets(reference));
        if (string.IsNullOrEmpty(value))
        {
            Report(path, $"Secret {reference.Name} has {(value is null ? "no" : "nothing in")} key {reference.Key}: add it");
            return null;
        }

        return value;
    }

    private ClientParameter? Parameter(RefreshParameter parameter, int index)
    {
        var path = $"{Path}.refreshParameters[{index}]";
        var value = parameter.ValueSecretRef is { } reference ? Read(reference, $"{path}.valueSecretRef") : parameter.Value ?? "";
        if (value is null)
        {
            return null;
        }

        if (parameter.SendIn == RefreshParameterPlace.Header && !IsHeader(parameter.Name))
        {
            Report($"{path}.name", "is no header that can be set: use letters, digits and '-', and none that HTTP itself needs");
        }

        if (parameter.SendIn == RefreshParameterPlace.Header && value.Any(character => character is < ' ' or > '~'))
        {
            Report(path, "has a value that no header may carry: use visible ASCII, or send it in the Body");
        }

        return new ClientParameter(parameter.Name, value, parameter.SendIn, parameter.ValueSecretRef is not null);
    }

    private void CheckUrl(string? url, string name)
    {
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" && parsed.Host.Length > 0))
        {
            Report($"{Path}.{name}", "is no absolute http or https URL");
        }
    }

    private static bool IsHeader(string name) =>
        !OwnHeaders.Contains(name) && name.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal));

    private void Report(string path, string message) => _problems.Add(new Diagnostic(path, message));
}
