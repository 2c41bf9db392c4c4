namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

/// <summary>What a trigger means, before it is written.</summary>
internal abstract record TriggerTree;
