namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary>A number, as it was written.</summary>
internal sealed record NumberLiteral(string Text, TriggerPosition At) : TriggerOperand(At);
