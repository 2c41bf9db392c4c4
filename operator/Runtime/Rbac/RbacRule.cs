using System.Reflection;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Runtime.Rbac;

/// <summary>One rule of a role: what may be done to one resource.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Resource">The plural, with a slash and the subresource if any.</param>
public sealed record RbacRule(string Group, string Resource, RbacVerb Verbs)
{
    /// <summary>The verbs as a role spells them, in a fixed order.</summary>
    public IReadOnlyList<string> VerbNames =>
        [.. Enum.GetValues<RbacVerb>().Where(verb => int.IsPow2((int)verb) && Verbs.HasFlag(verb)).Select(verb => verb.ToString().ToLowerInvariant())];

    /// <summary>What all attributes of an assembly ask for, each resource once, in a fixed order.</summary>
    public static IReadOnlyList<RbacRule> Of(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<EntityRbacAttribute>())
            .Select(attribute => (Kind: ApiResource.Of(attribute.Entity), attribute.Subresource, attribute.Verbs))
            .GroupBy(entry => (entry.Kind.Group, Resource: entry.Subresource is null ? entry.Kind.Plural : $"{entry.Kind.Plural}/{entry.Subresource}"))
            .Select(group => new RbacRule(group.Key.Group, group.Key.Resource, group.Aggregate(RbacVerb.None, (verbs, entry) => verbs | entry.Verbs)))
            .OrderBy(rule => rule.Group, StringComparer.Ordinal)
            .ThenBy(rule => rule.Resource, StringComparer.Ordinal),
    ];
}
