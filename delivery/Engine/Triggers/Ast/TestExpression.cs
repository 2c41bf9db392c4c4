namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary>A function call that is a condition by itself: <c>contains(event, "Order")</c>.</summary>
internal sealed record TestExpression(CallOperand Call, TriggerPosition At) : TriggerExpression(At);
