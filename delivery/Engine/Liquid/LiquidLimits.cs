namespace ExtensibleWebhooks.Engine.Liquid;

/// <summary>
/// What a template may cost. There is no clock here: a template without loops ends after as many steps as it has tags, so that only the sizes of
/// values have to be bounded for it to end soon.
/// </summary>
internal static class LiquidLimits
{
    /// <summary>Characters of a template, as in the reference.</summary>
    public const int MaxTemplate = 1000;

    /// <summary>Tags inside each other, and brackets inside each other.</summary>
    public const int MaxDepth = 16;

    /// <summary>
    /// Characters that filters and output may go through, all together; 16 Mi are at most some tenths of a second. The reference allows 10^8 and 500 ms.
    /// </summary>
    public const long MaxWork = 16 * 1024 * 1024;

    /// <summary>Characters of what a template gives.</summary>
    public const int MaxOutput = 1024 * 1024;

    /// <summary>
    /// What it costs to make an element of an array or to go through it, in characters: about its memory, and its time. To go through counts, since an array
    /// may hold the same array many times.
    /// </summary>
    public const int ItemCost = 64;

    /// <summary>Arrays in arrays, which push makes.</summary>
    public const int MaxValueDepth = 256;
}
