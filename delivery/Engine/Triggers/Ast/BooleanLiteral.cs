namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed record BooleanLiteral(bool Value, TriggerPosition At) : TriggerOperand(At)
{
    public string Text => Value ? "true" : "false";
}
