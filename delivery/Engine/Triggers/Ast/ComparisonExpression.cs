namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary><c>left operator right</c>.</summary>
internal sealed record ComparisonExpression(TriggerOperand Left, ComparisonOperator Operator, TriggerOperand Right, TriggerPosition At) : TriggerExpression(At);
