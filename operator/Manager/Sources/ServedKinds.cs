using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>What this cluster has of the kinds that not every cluster has.</summary>
/// <param name="DisruptionBudgets">The newest version of PodDisruptionBudgets that is served; null for none.</param>
/// <param name="PodMonitors">The Prometheus operator's kind is there.</param>
internal sealed record ServedKinds(ApiResource? DisruptionBudgets, bool PodMonitors);
