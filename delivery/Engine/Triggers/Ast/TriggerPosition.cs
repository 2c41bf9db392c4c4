namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary>
/// Where a node starts in the trigger's text, in characters from 0. Where it stands is no part of what it is:
/// all positions are equal, so that two trees are equal when they mean the same.
/// </summary>
internal readonly struct TriggerPosition(int offset) : IEquatable<TriggerPosition>
{
    public int Offset { get; } = offset;

    public bool Equals(TriggerPosition other) => true;

    public override bool Equals(object? obj) => obj is TriggerPosition;

    public override int GetHashCode() => 0;
}
