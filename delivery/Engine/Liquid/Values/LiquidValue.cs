using System.Globalization;
using System.Text.Encodings.Web;
using ExtensibleWebhooks.Engine.Events;
using Fluid.Values;

namespace ExtensibleWebhooks.Engine.Liquid.Values;

/// <summary>
/// A value in a template: a place in the event, read only where it is looked at, or what a filter made. Immutable to those who see it, but not for several threads
/// unless it is a constant. What Fluid asks of a value is answered as liquidjs would; Fluid's own kinds of values do not occur.
/// </summary>
internal sealed class LiquidValue : FluidValue
{
    public static readonly LiquidValue Undefined = new(LiquidKind.Undefined);
    public static readonly LiquidValue Null = new(LiquidKind.Null);
    public static readonly LiquidValue Nil = new(LiquidKind.Nil);
    public static readonly LiquidValue Empty = new(LiquidKind.Empty);
    public static readonly LiquidValue Blank = new(LiquidKind.Blank);
    public static readonly LiquidValue True = new(LiquidKind.Boolean) { _number = 1 };
    public static readonly LiquidValue False = new(LiquidKind.Boolean);
    public static readonly LiquidValue NoText = new(LiquidKind.Text) { _text = "" };

    private readonly EventValue _source;
    private double _number;
    private string? _text;
    private IReadOnlyList<LiquidValue>? _items;

    private LiquidValue(LiquidKind kind, in EventValue source = default)
    {
        Kind = kind;
        _source = source;
    }

    public LiquidKind Kind { get; }

    /// <summary>Where the value is in the event; missing if it is not from there.</summary>
    public EventValue Source => _source;

    public bool IsTrue => Kind == LiquidKind.Boolean && _number != 0;

    public bool IsFalse => Kind == LiquidKind.Boolean && _number == 0;

    /// <summary>A number's; of another kind see <see cref="LiquidConversions.ToNumber"/>.</summary>
    public double Number => _source.IsMissing ? _number : _source.GetNumber();

    /// <summary>A text's; of another kind see <see cref="LiquidConversions"/>.</summary>
    public string Text => _text ??= _source.GetText() ?? "";

    public override FluidValues Type => FluidValues.Object;

    public static LiquidValue From(in EventValue value) => value.Kind switch
    {
        EventValueKind.Missing => Undefined,
        EventValueKind.Null => Null,
        EventValueKind.True => True,
        EventValueKind.False => False,
        EventValueKind.Number => new LiquidValue(LiquidKind.Number, value),
        EventValueKind.Text => new LiquidValue(LiquidKind.Text, value),
        EventValueKind.Array => new LiquidValue(LiquidKind.Array, value),
        EventValueKind.Object => new LiquidValue(LiquidKind.Object, value),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.Kind, "There is no such kind."),
    };

    public static LiquidValue From(double value) => new(LiquidKind.Number) { _number = value };

    public static LiquidValue From(bool value) => value ? True : False;

    public static LiquidValue From(string value) => value.Length == 0 ? NoText : new LiquidValue(LiquidKind.Text) { _text = value };

    public static LiquidValue From(IReadOnlyList<LiquidValue> items) => new(LiquidKind.Array) { _items = items };

    /// <summary>An array's elements; those of an event's array are made when they are asked for, and paid for.</summary>
    public IReadOnlyList<LiquidValue> Items(LiquidBudget budget)
    {
        if (_items is null)
        {
            var items = new List<LiquidValue>();
            foreach (var item in _source.Items)
            {
                budget.Use(LiquidLimits.ItemCost);
                items.Add(From(item));
            }

            _items = items;
        }

        return _items;
    }

    /// <summary>No value, null or the literal nil.</summary>
    public override bool IsNil() => Kind is LiquidKind.Undefined or LiquidKind.Null or LiquidKind.Nil;

    public override bool Equals(FluidValue other) => ReferenceEquals(this, other);

    /// <summary>False, null and no value are not true; 0, "" and [] are.</summary>
    public override bool ToBooleanValue() => !IsNil() && !IsFalse;

    public override decimal ToNumberValue() => throw NotAsked();

    public override string ToStringValue() => throw NotAsked();

    public override object ToObjectValue() => throw NotAsked();

    public override ValueTask WriteToAsync(TextWriter writer, TextEncoder encoder, CultureInfo cultureInfo)
    {
        ((LiquidOutput)writer).Write(this);
        return default;
    }

    private static NotSupportedException NotAsked() => new("Only Fluid's own expressions and filters ask for this, and none of them is in use.");
}
