namespace ExtensibleWebhooks.Engine.Triggers.Ast;

/// <summary>What is true or false of an event.</summary>
internal abstract record TriggerExpression(TriggerPosition At);
