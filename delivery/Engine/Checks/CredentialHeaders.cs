using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;

namespace ExtensibleWebhooks.Engine.Checks;

/// <summary>
/// A mapping beside its destination: who we are is said once. Where the destination authenticates, a mapping has no Authorization of its own, nor the header that the destination
/// names. Headers that a directive makes are seen only when they are there: then the worker sends the destination's.
/// </summary>
public static class CredentialHeaders
{
    private const string Standard = "Authorization";

    /// <param name="mapping">Its spec holds together.</param>
    /// <param name="destination">The one that it refers to.</param>
    public static IReadOnlyList<Diagnostic> Check(WebhookMapping mapping, WebhookDestination destination)
    {
        if (destination.Spec.Authentication is not { Type: not AuthenticationType.None } authentication)
        {
            return [];
        }

        return
        [
            .. from name in mapping.Spec.Headers?.Keys ?? []
               where Is(name, Standard) || Is(name, authentication.Header?.Name)
               select new Diagnostic(
                   FieldPath.Member("spec.headers", name),
                   $"the destination authenticates ({authentication.Type}), so its mappings cannot: remove the header, or set the destination's authentication.type to None"),
        ];
    }

    private static bool Is(string name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
