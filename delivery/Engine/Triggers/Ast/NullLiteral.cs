namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary><c>null</c>: no value, or JSON's null.</summary>
internal sealed record NullLiteral(TriggerPosition At) : TriggerOperand(At);
