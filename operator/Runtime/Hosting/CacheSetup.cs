using ExtensibleWebhooks.Runtime.Cache;

namespace ExtensibleWebhooks.Runtime.Hosting;

/// <summary>What one call of <see cref="OperatorBuilder.Caches{T}"/> said, for when the informers are made.</summary>
internal sealed record CacheSetup(Action<InformerFactory> ApplyTo);
