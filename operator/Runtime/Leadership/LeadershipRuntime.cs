using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Runtime.Leadership;

/// <summary>What an elector takes from its surroundings.</summary>
internal sealed record LeadershipRuntime(TimeProvider Time, Random Random, ILogger Logger);
