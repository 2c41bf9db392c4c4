namespace ExtensibleWebhooks.Engine.Liquid;

/// <summary>
/// Why a template cannot be rendered for an event. It crosses Fluid's statements, which have no other way out, and never leaves this folder:
/// <see cref="LiquidTemplate.Render"/> makes a value of it.
/// </summary>
internal sealed class LiquidFailure(string message) : Exception(message);
