using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>Asks which kinds the API server serves, for those that a cluster may lack (PodMonitor). Remembers each answer for a minute.</summary>
public sealed class Discovery(ApiTransport transport, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (HashSet<string> Plurals, long Read)> _groups = new();

    /// <summary>Whether the kind is served in exactly this group and version.</summary>
    /// <exception cref="KubeApiException">The server did not answer; a group that it does not know is an answer.</exception>
    public async Task<bool> IsServedAsync(ApiResource resource, CancellationToken cancellationToken)
    {
        if (!_groups.TryGetValue(resource.ApiVersion, out var known) || time.GetElapsedTime(known.Read) > Remembered)
        {
            known = (await ReadAsync(resource, cancellationToken), time.GetTimestamp());
            _groups[resource.ApiVersion] = known;
        }

        return known.Plurals.Contains(resource.Plural);
    }

    private async Task<HashSet<string>> ReadAsync(ApiResource resource, CancellationToken cancellationToken)
    {
        // The group's own document lies one level above its kinds: a resource with no name of its own.
        var request = new ApiRequest { Method = HttpMethod.Get, Verb = "get", Resource = resource with { Plural = "" } };
        try
        {
            using var response = await transport.SendAsync(request, fence: null, cancellationToken);
            var list = await transport.ReadAsync<JsonObject>(request, response, RuntimeJson.Options, cancellationToken);
            return (list["resources"] as JsonArray ?? []).Select(item => (string?)item?["name"] ?? "").ToHashSet(StringComparer.Ordinal);
        }
        catch (KubeApiException exception) when (exception.Error.IsNotFound)
        {
            return [];
        }
    }
}
