using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Events;

/// <summary>An event as it was published.</summary>
internal sealed record ObservedEvent(V1ObjectReference Regarding, string Reason, string Message, EventType Type, DateTimeOffset Time)
{
    /// <summary>Who it is about.</summary>
    public string Object => $"{Regarding.ApiVersion}/{Regarding.Kind}/{Regarding.NamespaceProperty}/{Regarding.Name}/{Regarding.Uid}";
}
