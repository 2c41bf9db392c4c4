using System.Text.Json;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WebhookReplays;
using ExtensibleWebhooks.Engine.Addresses;
using ExtensibleWebhooks.Engine.Functions;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Engine.Checks;

/// <summary>
/// Whether a spec holds together: its shape first, then the languages in it, which are compiled only where there is something of the right type to compile. Admission, the
/// conditions and the command line all ask here, so all of them say the same in the same words.
/// </summary>
public static class SpecCheck
{
    private const string TriggerPath = "spec.trigger";

    public static Findings Of(EventSource source) => Findings.Of(Reason.InvalidSpec, ShapeValidation.Validate(source));

    /// <param name="destination">What to check.</param>
    /// <param name="allowsLoopback">On a laptop the provider of tokens may be on its own machine; in a cluster never.</param>
    public static Findings Of(WebhookDestination destination, bool allowsLoopback = false)
    {
        List<Diagnostic> shape = [.. ShapeValidation.Validate(destination), .. CredentialHeader(destination)];
        if (shape.Count == 0)
        {
            shape.AddRange(OAuthCheck.Check(destination, allowsLoopback));
        }

        return shape.Count > 0 ? Findings.Of(Reason.InvalidSpec, shape)
            : destination.Spec.InsertFunction?.Source is { } source ? OfFunction(source, "spec.insertFunction.source")
            : Findings.None;
    }

    /// <summary>A function's source, wherever it is.</summary>
    /// <param name="source">JavaScript.</param>
    /// <param name="path">The field that has it, or refers to it.</param>
    public static Findings OfFunction(string source, string path) => Findings.Of(Reason.InvalidFunction, FunctionCompiler.Compile(source, path).Diagnostics);

    /// <param name="mapping">What to check.</param>
    /// <param name="allowsLoopback">On a laptop a worker may be told to send to its own machine; in a cluster never.</param>
    public static Findings Of(WebhookMapping mapping, bool allowsLoopback = false)
    {
        var shape = ShapeValidation.Validate(mapping);
        if (shape.Count > 0)
        {
            return Findings.Of(Reason.InvalidSpec, shape);
        }

        var compiled = MappingCompiler.Compile(MappingSource.From(mapping.Spec));
        var isTrigger = compiled.Diagnostics.Any(diagnostic => diagnostic.Path == TriggerPath);
        return Findings.Of(isTrigger ? Reason.InvalidTrigger : Reason.InvalidMapping, [.. compiled.Diagnostics, .. LiteralUrl(mapping.Spec.Url, allowsLoopback), .. FormInBatch(mapping.Spec)]);
    }

    public static Findings Of(WebhookReplay replay)
    {
        var shape = ShapeValidation.Validate(replay);
        return shape.Count > 0 ? Findings.Of(Reason.InvalidSpec, shape)
            : replay.Spec.Events?.Trigger is { } trigger ? Findings.Of(Reason.InvalidTrigger, TriggerCompiler.Compile(trigger, "spec.events.trigger").Diagnostics)
            : Findings.None;
    }

    /// <summary>A url that no worker may ever send to, whatever the administrator allows. Names, and what an event decides, are checked when they are dialled.</summary>
    private static IEnumerable<Diagnostic> LiteralUrl(JsonElement url, bool allowsLoopback)
    {
        if (url.ValueKind != JsonValueKind.String || !Uri.TryCreate(url.GetString(), UriKind.Absolute, out var parsed) || AddressTable.LiteralOf(parsed) is not { } address)
        {
            return [];
        }

        return AddressTable.KindOf(address) switch
        {
            AddressKind.Forbidden => [new Diagnostic("spec.url", $"{address} is a link-local, metadata, multicast or reserved address: no worker sends to such")],
            AddressKind.Loopback when !allowsLoopback => [new Diagnostic("spec.url", $"{address} is a loopback address, which in a pod is the pod itself: use a Service's name")],
            _ => [],
        };
    }

    private static IEnumerable<Diagnostic> CredentialHeader(WebhookDestination destination) =>
        destination.Spec.Authentication?.Header?.Name is { } name && HeaderRules.CheckCredentialName(name) is { } problem
            ? [new Diagnostic("spec.authentication.header.name", problem)]
            : [];

    /// <summary>As far as it can be seen without an event; what a directive makes a form is a dead letter.</summary>
    private static IEnumerable<Diagnostic> FormInBatch(WebhookMappingSpec spec)
    {
        var isForm = spec.Headers?.Any(header =>
            header.Key.Equals(ContentType.Header, StringComparison.OrdinalIgnoreCase)
            && header.Value.ValueKind == JsonValueKind.String && ContentType.IsForm(header.Value.GetString() ?? "")) == true;
        return isForm && spec.Batching.Enabled
            ? [new Diagnostic("spec.batching.enabled", "a form holds one event: set it to false, or take the Content-Type out of headers to send JSON")]
            : [];
    }
}
