namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary><c>!inner</c> or <c>not inner</c>.</summary>
internal sealed record NotExpression(TriggerExpression Inner, TriggerPosition At) : TriggerExpression(At);
