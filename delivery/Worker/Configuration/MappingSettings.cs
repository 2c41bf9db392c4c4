using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Worker.Configuration;

/// <summary>A mapping that compiled.</summary>
/// <param name="Name">The mapping's name.</param>
/// <param name="Mapping">Its trigger and its request.</param>
/// <param name="Batch">How its events share requests; null: they do not.</param>
internal sealed record MappingSettings(string Name, CompiledMapping Mapping, BatchRules? Batch = null);
