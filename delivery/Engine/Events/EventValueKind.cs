using System.Diagnostics.CodeAnalysis;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>What a place in an event holds. Missing and null are different: the one is no value, the other JSON's null.</summary>
public enum EventValueKind : byte
{
    Missing,
    Null,
    False,
    True,
    Number,
    Text,
    Array,

    [SuppressMessage("Naming", "CA1720:Identifiers should not contain type names", Justification = "JSON calls it that.")]
    Object,
}
