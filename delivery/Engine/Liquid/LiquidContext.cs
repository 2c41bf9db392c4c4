using Fluid;

namespace ExtensibleWebhooks.Engine.Liquid;

/// <summary>What Fluid's statements hand on to expressions. Of Fluid's own options none is in use: no filters, no members of CLR types, no files.</summary>
internal sealed class LiquidContext(LiquidScope scope) : TemplateContext(Nothing)
{
    private static readonly TemplateOptions Nothing = new() { MaxSteps = LiquidLimits.MaxTemplate };

    public LiquidScope Scope => scope;
}
