using System.Globalization;
using ExtensibleWebhooks.Engine.Events;
using Jint.Native;
using JintEngine = Jint.Engine;

namespace ExtensibleWebhooks.Engine.Functions.Values;

/// <summary>Values of an event as JavaScript's, for one engine and one call at a time.</summary>
internal sealed class EventValues(JintEngine engine)
{
    /// <summary>Integers up to it are the same as doubles.</summary>
    private const long MaxExact = 1L << 53;

    /// <summary>Integers that a double cannot hold, by the value that JavaScript got in their place: while that one is passed on, no digit is lost.</summary>
    private readonly Dictionary<JsValue, EventValue> _inexact = new(ReferenceEqualityComparer.Instance);

    /// <summary>Which call it is; objects of an earlier one cannot be read any more.</summary>
    public int Call { get; private set; }

    /// <summary>The events before are over.</summary>
    public void BeginCall()
    {
        Call++;
        _inexact.Clear();
    }

    public JsValue Read(EventValue value)
    {
        switch (value.Kind)
        {
            case EventValueKind.Object:
                return new EventObject(engine, this, value);
            case EventValueKind.Array:
                return ReadArray(value);
            case EventValueKind.Text:
                return JsString.Create(value.GetText() ?? "");
            case EventValueKind.Number:
                return ReadNumber(value);
            case EventValueKind.True:
                return JsBoolean.True;
            case EventValueKind.False:
                return JsBoolean.False;
            case EventValueKind.Null:
                return JsValue.Null;
            case EventValueKind.Missing:
            default:
                return JsValue.Undefined;
        }
    }

    /// <summary>What an integer was, where JavaScript's number is not exactly it.</summary>
    public bool TryGetInexact(JsValue number, out EventValue value) => _inexact.TryGetValue(number, out value);

    private JsArray ReadArray(EventValue array)
    {
        var count = 0;
        foreach (var _ in array.Items)
        {
            count++;
        }

        var items = new JsValue[count];
        count = 0;
        foreach (var item in array.Items)
        {
            items[count++] = Read(item);
        }

        return new JsArray(engine, items);
    }

    private JsNumber ReadNumber(EventValue value)
    {
        ref readonly var token = ref value.Token;
        if ((token.Traits & EventTokenTraits.Integer) == 0)
        {
            return JsNumber.Create(value.GetNumber());
        }

        if (long.TryParse(value.Document.TextOf(token), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            && integer is >= -MaxExact and <= MaxExact and not 0)
        {
            return JsNumber.Create(integer);
        }

        // -0 is JavaScript's own; everything else is beyond what a double holds.
        var number = new JsNumber(value.GetNumber());
        if (integer != 0 || token.Length > 2)
        {
            _inexact[number] = value;
        }

        return number;
    }
}
