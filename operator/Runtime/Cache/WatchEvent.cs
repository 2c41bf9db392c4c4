using ExtensibleWebhooks.Runtime.Client;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>One line of a watch, read.</summary>
internal sealed record WatchEvent<T>
    where T : class
{
    public required WatchEventType Type { get; init; }

    /// <summary>For all but an error: at least the resource version.</summary>
    public V1ObjectMeta Metadata { get; init; } = new();

    /// <summary>Present on Added and Modified; on Deleted if it could be read.</summary>
    public T? Object { get; init; }

    /// <summary>On Undecodable: the place of the first offence.</summary>
    public string Path { get; init; } = "";

    /// <summary>On Error.</summary>
    public ApiError? Error { get; init; }
}
