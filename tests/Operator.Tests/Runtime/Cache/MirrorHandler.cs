using System.Collections.Concurrent;
using ExtensibleWebhooks.Runtime.Cache;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Cache;

/// <summary>Knows only what it is told, and complains about what cannot follow from it.</summary>
internal sealed class MirrorHandler : IInformerHandler<V1ConfigMap>
{
    /// <summary>Name to UID and resource version.</summary>
    public Dictionary<string, (string Uid, string Version)> State { get; } = [];

    public List<string> Complaints { get; } = [];

    /// <summary>What it was told, a word each.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    /// <summary>For readers on other threads.</summary>
    public string[] ToldSoFar() => [.. Told];

    public void Added(V1ConfigMap entity)
    {
        Told.Enqueue($"+{entity.Metadata.Name}");
        Check(State.TryAdd(entity.Metadata.Name, Of(entity)), "added what was there", entity);
    }

    public void Updated(V1ConfigMap before, V1ConfigMap after)
    {
        Told.Enqueue($"~{after.Metadata.Name}");
        Check(State.TryGetValue(before.Metadata.Name, out var known) && known == Of(before), "updated from something else", before);
        Check(before.Metadata.Uid == after.Metadata.Uid, "updated into another object", after);
        State[after.Metadata.Name] = Of(after);
    }

    public void Deleted(V1ConfigMap last)
    {
        Told.Enqueue($"-{last.Metadata.Name}");
        Check(State.Remove(last.Metadata.Name, out var known) && known.Uid == last.Metadata.Uid, "deleted what was not there", last);
    }

    public void Undecodable(UndecodableObject entity) => Told.Enqueue($"?{entity.Key.Name} {entity.Path}");

    private static (string Uid, string Version) Of(V1ConfigMap entity) => (entity.Metadata.Uid, entity.Metadata.ResourceVersion);

    private void Check(bool holds, string otherwise, V1ConfigMap entity)
    {
        if (!holds)
        {
            Complaints.Add($"{otherwise}: {entity.Metadata.Name} {entity.Metadata.Uid} {entity.Metadata.ResourceVersion}");
        }
    }
}
