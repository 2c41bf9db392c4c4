using ExtensibleWebhooks.Runtime.Metrics;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>What all reflectors share.</summary>
internal sealed record ReflectorRuntime(ReflectorTimings Timings, TimeProvider Time, Random Random, CacheMetrics Metrics, ILogger Logger);
