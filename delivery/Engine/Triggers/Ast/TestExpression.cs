namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary>What is a condition by itself: <c>contains(event, "Order")</c>, <c>bool(properties.count)</c>, or a field that is true: <c>properties.enabled</c>.</summary>
internal sealed record TestExpression(TriggerOperand Operand, TriggerPosition At) : TriggerExpression(At);
