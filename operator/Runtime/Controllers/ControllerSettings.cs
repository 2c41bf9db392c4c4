namespace ExtensibleWebhooks.Runtime.Controllers;

/// <summary>How a controller runs.</summary>
/// <param name="Name">In metrics and logs.</param>
/// <param name="MaxConcurrent">Entities at once; never one twice.</param>
/// <param name="Timeout">For one reconciliation.</param>
internal sealed record ControllerSettings(string Name, int MaxConcurrent, TimeSpan Timeout);
