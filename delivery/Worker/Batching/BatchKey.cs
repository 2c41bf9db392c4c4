using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Batching;

/// <summary>What the events of a batch share. A configuration that changed the destination compiled its mappings anew, so its events make other batches.</summary>
internal readonly record struct BatchKey(MappingSettings Mapping, WebhookTarget Target, long? User);
