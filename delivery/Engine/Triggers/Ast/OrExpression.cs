namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary><c>left or right</c>.</summary>
internal sealed record OrExpression(TriggerExpression Left, TriggerExpression Right, TriggerPosition At) : TriggerExpression(At);
