using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Checks;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>What becomes of one mapping.</summary>
/// <param name="Mapping">As in the cache.</param>
/// <param name="Findings">What is wrong with it.</param>
/// <param name="IsIncluded">The worker is told of it: it is valid and enabled, and so is its destination.</param>
internal sealed record MappingPlan(WebhookMapping Mapping, Findings Findings, bool IsIncluded);
