namespace ExtensibleWebhooks.Engine.Liquid;

/// <summary>Counts what a template's rendering costs and ends it when that is too much.</summary>
internal sealed class LiquidBudget
{
    private long _left = LiquidLimits.MaxWork;

    /// <summary>To be called before the work is done.</summary>
    /// <param name="characters">Read or written; what is below zero costs nothing.</param>
    /// <exception cref="LiquidFailure">It is too much.</exception>
    public void Use(long characters)
    {
        _left -= Math.Max(0, characters);
        if (_left < 0)
        {
            throw new LiquidFailure($"The template works through more than {LiquidLimits.MaxWork} characters; let it repeat less, or take a shorter value.");
        }
    }
}
