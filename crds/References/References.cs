using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.References;

/// <summary>One key of a Secret in the same namespace. The value itself never appears in any object of ours.</summary>
public sealed record SecretKeyRef
{
    /// <summary>Name of the Secret, in the namespace of the object that refers to it.</summary>
    [Length(1, 253)]
    public required string Name { get; init; }

    /// <summary>Key in the Secret's data.</summary>
    [Length(1, 253)]
    [Pattern("^[-._a-zA-Z0-9]+$", "a key of a Secret: letters, digits, '-', '_' and '.'")]
    public required string Key { get; init; }
}

/// <summary>One key of a ConfigMap in the same namespace.</summary>
public sealed record ConfigMapKeyRef
{
    /// <summary>Name of the ConfigMap, in the namespace of the object that refers to it.</summary>
    [Length(1, 253)]
    public required string Name { get; init; }

    /// <summary>Key in the ConfigMap's data.</summary>
    [Length(1, 253)]
    [Pattern("^[-._a-zA-Z0-9]+$", "a key of a ConfigMap: letters, digits, '-', '_' and '.'")]
    public required string Key { get; init; }
}

/// <summary>A whole Secret, or an object of ours, in the same namespace.</summary>
public sealed record LocalRef
{
    /// <summary>Name of the object, in the namespace of the object that refers to it.</summary>
    [Length(1, 253)]
    public required string Name { get; init; }
}
