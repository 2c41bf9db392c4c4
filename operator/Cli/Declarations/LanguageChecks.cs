using System.Text.Json;
using ExtensibleWebhooks.Cli.Manifests;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Cli.Declarations;

/// <summary>Compiles what the manifests say in the languages, as admission and the operator do. Of disabled objects too: they are wrong already.</summary>
internal static class LanguageChecks
{
    private static readonly JsonElement AnyUrl = JsonSerializer.SerializeToElement("http://any");

    public static IEnumerable<ManifestProblem> Check(ManifestSet set, bool allowsLoopback) =>
    [
        .. set.Destinations.SelectMany(destination => SpecCheck.Of(destination.Object, allowsLoopback).Diagnostics.Select(destination.Document.Problem)),
        .. from destination in set.Destinations
           where destination.Object.Spec.InsertFunction?.ConfigMapKeyRef is not null
           from problem in CheckConfigMap(destination, set)
           select problem,
        .. set.Mappings.SelectMany(mapping => SpecCheck.Of(mapping.Object, allowsLoopback).Diagnostics.Select(mapping.Document.Problem)),
        .. set.Replays.SelectMany(replay => SpecCheck.Of(replay.Object).Diagnostics.Select(replay.Document.Problem)),
        .. from mapping in set.Mappings
           from destination in set.Destinations
           where destination.Name == mapping.Object.Spec.DestinationRef.Name && destination.Namespace == mapping.Namespace
           from diagnostic in CredentialHeaders.Check(mapping.Object, destination.Object)
           select mapping.Document.Problem(diagnostic),
        .. from destination in set.Destinations
           from warning in OAuthCheck.Warnings(destination.Object)
           select destination.Document.Problem(warning.Path, warning.Message, isWarning: true),
    ];

    /// <summary>A function in a ConfigMap of the manifests; one that they do not have may be in the cluster.</summary>
    private static IEnumerable<ManifestProblem> CheckConfigMap(Declared<WebhookDestination> destination, ManifestSet set) =>
        destination.Object.Spec.InsertFunction?.ConfigMapKeyRef is { } reference && set.ConfigMaps.Find(destination.Namespace, reference).Text is { } source
            ? SpecCheck.OfFunction(source, "spec.insertFunction.configMapKeyRef").Diagnostics.Select(destination.Document.Problem)
            : [];

    /// <summary>Of mappings whose shape is wrong, what can be compiled nevertheless: so that all that is wrong is told at once.</summary>
    public static IEnumerable<ManifestProblem> CheckMisshapen(ManifestSet set) =>
        from misshapen in set.Misshapen
        where misshapen.Document.Kind == WebhookMapping.KubeKind && misshapen.Document.Json.TryGetProperty("spec", out var spec) && spec.ValueKind == JsonValueKind.Object
        where misshapen.Diagnostics.All(known => known.Path.Length > 0)
        from diagnostic in MappingCompiler.Compile(WhatIsThere(misshapen.Document.Json.GetProperty("spec"))).Diagnostics
        where !misshapen.Diagnostics.Any(known => diagnostic.Path.StartsWith(known.Path, StringComparison.Ordinal))
        select misshapen.Document.Problem(diagnostic);

    /// <summary>What is missing or of a wrong type was complained of: something right stands in for it.</summary>
    private static MappingSource WhatIsThere(JsonElement spec) => new()
    {
        Trigger = Member(spec, "trigger", JsonValueKind.String)?.GetString() ?? "all",
        Url = Member(spec, "url") ?? AnyUrl,
        Headers = Member(spec, "headers", JsonValueKind.Object)?.EnumerateObject().GroupBy(header => header.Name).ToDictionary(group => group.Key, group => group.Last().Value),
        Data = Member(spec, "data"),
    };

    private static JsonElement? Member(JsonElement spec, string name, JsonValueKind? kind = null) =>
        spec.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && (kind is null || value.ValueKind == kind) ? value : null;
}
