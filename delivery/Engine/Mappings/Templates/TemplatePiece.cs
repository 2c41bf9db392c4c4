using ExtensibleWebhooks.Engine.Paths;

namespace ExtensibleWebhooks.Engine.Mappings.Templates;

/// <summary>A run of fixed text, or a placeholder.</summary>
/// <param name="Text">WTF-8; of no account with a path.</param>
/// <param name="Path">The placeholder's; null for text.</param>
internal readonly record struct TemplatePiece(byte[] Text, EventPath? Path);
