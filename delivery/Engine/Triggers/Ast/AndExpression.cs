namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary><c>left and right</c>; binds tighter than <c>or</c>.</summary>
internal sealed record AndExpression(TriggerExpression Left, TriggerExpression Right, TriggerPosition At) : TriggerExpression(At);
