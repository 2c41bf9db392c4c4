using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using ExtensibleWebhooks.Crds;

namespace ExtensibleWebhooks.Manager.Configuration;

/// <summary>Options, or everything that is wrong with them.</summary>
internal sealed record OptionsResult(ManagerOptions? Options, IReadOnlyList<string> Problems);

/// <summary>Reads the configuration file. An unknown member is a problem, so that a typing error is not a setting that does nothing.</summary>
internal static class OptionsReader
{
    private static readonly JsonSerializerOptions Strict = new(Json.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static OptionsResult Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new OptionsResult(null, [$"{path}: {exception.Message}"]);
        }
    }

    public static OptionsResult Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var options = JsonSerializer.Deserialize<ManagerOptions>(json, Strict);
            var problems = options is null ? ["the configuration is null"] : Check(options).ToList();
            return new OptionsResult(problems.Count == 0 ? options : null, problems);
        }
        catch (JsonException exception)
        {
            return new OptionsResult(null, [$"{exception.Path}: {exception.Message}"]);
        }
    }

    private static IEnumerable<string> Check(ManagerOptions options)
    {
        if (options.ManagementPort is < 0 or > 65_535)
        {
            yield return $"managementPort is {options.ManagementPort}: 0 (any free one) to 65535";
        }

        if (options.Admission.Port is < 0 or > 65_535)
        {
            yield return $"admission.port is {options.Admission.Port}: 0 (any free one) to 65535";
        }

        if (options.Admission is { Enabled: true, ServiceName: "" } or { Enabled: true, SecretName: "" } or { Enabled: true, ConfigurationName: "" })
        {
            yield return "admission.serviceName, secretName or configurationName is empty: name the objects that the chart makes";
        }

        if (options.OAuth.Port is < 0 or > 65_535)
        {
            yield return $"oauth.port is {options.OAuth.Port}: 0 (any free one) to 65535";
        }

        if (!IsOrigin(options.OAuth.ExternalUrl))
        {
            yield return $"oauth.externalUrl is \"{options.OAuth.ExternalUrl}\": an http or https URL without a path, such as https://webhooks.example.com";
        }

        if (options.OAuth is { Enabled: true, SigningSecretName: "" })
        {
            yield return "oauth.signingSecretName is empty: name the Secret that the operator makes";
        }

        if (options.MaxConcurrentReconciles is < 1 or > 64)
        {
            yield return $"maxConcurrentReconciles is {options.MaxConcurrentReconciles}: 1 to 64";
        }

        if (string.IsNullOrWhiteSpace(options.Workers.Image))
        {
            yield return "workers.image is empty: name the worker's image";
        }

        if (options.Workers.ImagePullPolicy is not ("Always" or "IfNotPresent" or "Never"))
        {
            yield return $"workers.imagePullPolicy is \"{options.Workers.ImagePullPolicy}\": Always, IfNotPresent or Never";
        }

        if (options.Workers.Resources is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) })
        {
            yield return "workers.resources is not an object: requests and limits, as in a pod";
        }

        foreach (var cidr in options.Workers.Egress.AllowedCidrs.Where(cidr => !IPNetwork.TryParse(cidr, out _)))
        {
            yield return $"workers.egress.allowedCidrs has \"{cidr}\": a network such as 10.0.0.0/8";
        }

        foreach (var problem in CheckVariables(options.Workers.ExtraEnv))
        {
            yield return problem;
        }

        foreach (var name in options.WatchNamespaces.Where(string.IsNullOrWhiteSpace))
        {
            yield return $"watchNamespaces has \"{name}\": the name of a namespace";
        }
    }

    private static IEnumerable<string> CheckVariables(IReadOnlyList<JsonElement> variables)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < variables.Count; index++)
        {
            var place = $"workers.extraEnv[{index}]";
            if (variables[index].ValueKind != JsonValueKind.Object || !variables[index].TryGetProperty("name", out var member) || member.ValueKind != JsonValueKind.String || member.GetString() is not { Length: > 0 } name)
            {
                yield return $"{place} has no name: name and value, or name and valueFrom, as in a pod";
            }
            else if (name.StartsWith("WEBHOOKS_", StringComparison.Ordinal))
            {
                yield return $"{place}.name is \"{name}\": those that begin with WEBHOOKS_ are the operator's own";
            }
            else if (!names.Add(name))
            {
                yield return $"{place}.name is \"{name}\", which is there already: name each variable once";
            }
        }
    }

    private static bool IsOrigin(Uri url) =>
        url.IsAbsoluteUri && url.Scheme is "http" or "https" && url.PathAndQuery == "/" && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
}
