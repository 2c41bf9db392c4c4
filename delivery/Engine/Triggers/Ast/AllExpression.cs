namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary><c>all</c>: true of every event.</summary>
internal sealed record AllExpression(TriggerPosition At) : TriggerExpression(At);
