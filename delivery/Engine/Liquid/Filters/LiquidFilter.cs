using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>Makes a value of a value.</summary>
/// <exception cref="LiquidFailure">There is none for this event.</exception>
internal delegate LiquidValue LiquidFilter(LiquidValue value, LiquidArguments arguments, LiquidScope scope);
