using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Runtime.Events;

/// <summary>
/// Tells users of an entity that something happened (<c>kubectl describe</c>). Publish transitions, not states. Never waits and never fails: events are sent in the
/// background, equal ones counted, similar ones folded, and what is too much is dropped and counted in <c>operator_events_dropped_total</c>.
/// </summary>
/// <param name="entity">As read: its kind and metadata name it.</param>
/// <param name="reason">One CamelCase word of a closed list.</param>
/// <param name="message">A sentence, at most 1024 characters; nothing secret.</param>
/// <param name="type">Normal or Warning.</param>
/// <param name="cancellationToken">Not looked at; part of the shape.</param>
public delegate Task EventPublisher(
    IKubernetesObject<V1ObjectMeta> entity, string reason, string message, EventType type, CancellationToken cancellationToken);
