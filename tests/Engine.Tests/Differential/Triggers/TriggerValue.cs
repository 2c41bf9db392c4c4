namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

/// <summary>The right side of a condition: <c>Text</c> is what it says, or how the number is written.</summary>
internal sealed record TriggerValue(TriggerValueKind Kind, string Text);
