namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

/// <summary>All of them, or any of them.</summary>
internal sealed record GroupTree(bool All, IReadOnlyList<TriggerTree> Children) : TriggerTree;
