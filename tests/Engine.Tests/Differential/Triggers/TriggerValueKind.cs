namespace ExtensibleWebhooks.Engine.Tests.Differential.Triggers;

internal enum TriggerValueKind
{
    Text,
    Number,
    Boolean,
    Null,
}
