using System.Text.Json;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WebhookReplays;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>
/// Shape validation of an object that the API server holds: the same checks as <see cref="ManifestValidator"/> on its spec. The API server has run the schema already, but
/// perhaps an older one, and without the CEL rules before Kubernetes 1.25.
/// </summary>
public static class ShapeValidation
{
    /// <inheritdoc cref="Validate(WebhookMapping)"/>
    public static IReadOnlyList<Diagnostic> Validate(EventSource source) => Validate(EventSource.KubeKind, source.Spec);

    /// <inheritdoc cref="Validate(WebhookMapping)"/>
    public static IReadOnlyList<Diagnostic> Validate(WebhookDestination destination) => Validate(WebhookDestination.KubeKind, destination.Spec);

    /// <summary>Everything that is wrong with the spec; metadata and status are not looked at.</summary>
    public static IReadOnlyList<Diagnostic> Validate(WebhookMapping mapping) => Validate(WebhookMapping.KubeKind, mapping.Spec);

    /// <inheritdoc cref="Validate(WebhookMapping)"/>
    public static IReadOnlyList<Diagnostic> Validate(WebhookReplay replay) => Validate(WebhookReplay.KubeKind, replay.Spec);

    private static IReadOnlyList<Diagnostic> Validate<T>(string kindName, T spec)
    {
        var kind = Kinds.Find(kindName) ?? throw new InvalidOperationException($"{kindName} is no kind of ours");
        var manifest = JsonSerializer.SerializeToElement(new { spec }, Json.Options);
        var diagnostics = new DiagnosticList();
        NotBuiltYet.Check(manifest, kind.Name, diagnostics);
        var schema = KindSchemas.Of(kind).Find("spec")?.Schema ?? throw new InvalidOperationException($"{kindName} has no spec");
        var value = manifest.TryGetProperty("spec", out var written) ? written : JsonSerializer.SerializeToElement<object?>(null);
        new SchemaValidator(diagnostics).Check(SchemaDefaults.Apply(value, schema), schema, "spec");
        return diagnostics.ToList();
    }
}
