namespace ExtensibleWebhooks.Runtime.Cache;

/// <summary>What one reflector looks after.</summary>
/// <param name="Resource">As kubectl names it.</param>
/// <param name="Namespace">Null for all.</param>
/// <param name="Optional">A kind that is not served counts as one without objects.</param>
internal sealed record ReflectorScope(string Resource, string? Namespace, bool Optional)
{
    public override string ToString() => Namespace is null ? Resource : $"{Resource} in {Namespace}";
}
