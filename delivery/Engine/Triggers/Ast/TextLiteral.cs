namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary>Text, whether it was written in quotes or as a bare word.</summary>
internal sealed record TextLiteral(string Value, TriggerPosition At) : TriggerOperand(At);
