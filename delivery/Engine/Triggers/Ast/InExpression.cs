namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary><c>type in ["track", "page"]</c>, or <c>"beta" in traits.groups</c>: the one side is a literal, or a list of them.</summary>
internal sealed record InExpression(TriggerOperand Item, TriggerOperand List, TriggerPosition At) : TriggerExpression(At);
