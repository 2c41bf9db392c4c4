namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary>What has a value: a field, a literal or a function call.</summary>
internal abstract record TriggerOperand(TriggerPosition At);
