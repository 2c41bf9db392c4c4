using ExtensibleWebhooks.Engine.Liquid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Filters;

/// <summary>Numbers as JavaScript's doubles; what is no number counts as 0, an argument that is not there as none.</summary>
internal static class MathFilters
{
    public static IEnumerable<KeyValuePair<string, LiquidFilter>> All =>
    [
        new("abs", Of(numbers => Math.Abs(numbers[0]))),
        new("at_least", Of(numbers => numbers.Max())),
        new("at_most", Of(numbers => numbers.Min())),
        new("ceil", Of(numbers => Math.Ceiling(numbers[0]))),
        new("divided_by", Of(numbers => Second(numbers) is var divisor && numbers.Length > 2 && numbers[2] != 0 ? Math.Floor(numbers[0] / divisor) : numbers[0] / divisor)),
        new("floor", Of(numbers => Math.Floor(numbers[0]))),
        new("minus", Of(numbers => numbers[0] - Second(numbers))),
        new("modulo", Of(numbers => ((numbers[0] % Second(numbers)) + Second(numbers)) % Second(numbers))),
        new("plus", Of(numbers => numbers[0] + Second(numbers))),
        new("round", Of(numbers => Round(numbers[0], numbers.Length > 1 ? numbers[1] : 0))),
        new("times", Of(numbers => numbers[0] * Second(numbers))),
    ];

    private static LiquidFilter Of(Func<double[], double> filter) => (value, arguments, scope) =>
    {
        var numbers = new double[arguments.Count + 1];
        numbers[0] = LiquidConversions.ToFilterNumber(value, scope.Budget);
        for (var i = 0; i < arguments.Count; i++)
        {
            numbers[i + 1] = LiquidConversions.ToFilterNumber(arguments[i], scope.Budget);
        }

        return LiquidValue.From(filter(numbers));
    };

    private static double Second(double[] numbers) => numbers.Length > 1 ? numbers[1] : double.NaN;

    private static double Round(double value, double places)
    {
        var scale = Math.Pow(10, places);
        var scaled = value * scale * Math.BitIncrement(1.0);
        var floor = Math.Floor(scaled);
        return (scaled - floor >= 0.5 ? floor + 1 : floor) / scale;
    }
}
