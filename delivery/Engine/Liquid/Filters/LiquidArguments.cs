using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>A filter's arguments by their places; beyond the last there is no value.</summary>
internal readonly struct LiquidArguments(LiquidValue[] values)
{
    public int Count => values.Length;

    public LiquidValue this[int index] => index < values.Length ? values[index] : LiquidValue.Undefined;
}
