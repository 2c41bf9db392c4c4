using Fluid.Parser;

namespace ExtensibleWebhooks.Engine.Liquid.Syntax;

/// <summary>One template being parsed.</summary>
internal sealed class LiquidParseContext(string text, LiquidProblems problems) : FluidParseContext(text)
{
    public LiquidProblems Problems => problems;
}
