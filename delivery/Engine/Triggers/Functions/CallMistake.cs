using ExtensibleWebhooks.Engine.Triggers.Ast;

namespace ExtensibleWebhooks.Engine.Triggers.Functions;

/// <summary>What is wrong with a call's arguments, and where.</summary>
internal sealed record CallMistake(TriggerPosition At, string Message);
