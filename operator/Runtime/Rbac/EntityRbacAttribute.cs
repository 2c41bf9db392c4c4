namespace ExtensibleWebhooks.Runtime.Rbac;

/// <summary>
/// Says what a controller does to a kind. The chart's role is tested against the sum of these (<see cref="RbacRule.Of"/>).
/// </summary>
/// <param name="entity">Carries <c>[KubernetesEntity]</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class EntityRbacAttribute(Type entity) : Attribute
{
    public Type Entity { get; } = entity;

    /// <summary>None by default.</summary>
    public RbacVerb Verbs { get; init; }

    /// <summary>As in <c>status</c> or <c>finalizers</c>; null (the default) for the objects themselves.</summary>
    public string? Subresource { get; init; }
}
