using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Engine.Checks;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>What becomes of one destination and its mappings.</summary>
/// <param name="Destination">As in the cache.</param>
/// <param name="Findings">What is wrong with it.</param>
/// <param name="Missing">Secrets that it refers to and that are not there; null where nobody looked, since it has no source.</param>
/// <param name="IsIncluded">The worker is told of it: it is valid and enabled.</param>
/// <param name="Mappings">Of this destination, by name.</param>
internal sealed record BranchPlan(
    WebhookDestination Destination, Findings Findings, IReadOnlyList<MissingSecret>? Missing, bool IsIncluded, IReadOnlyList<MappingPlan> Mappings);
