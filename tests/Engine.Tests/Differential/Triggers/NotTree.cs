namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

internal sealed record NotTree(TriggerTree Inner) : TriggerTree;
