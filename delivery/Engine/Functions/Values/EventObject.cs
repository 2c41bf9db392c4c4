using ExtensibleWebhooks.Engine.Events;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using JintEngine = Jint.Engine;

namespace ExtensibleWebhooks.Engine.Functions.Values;

/// <summary>
/// An object of an event, as JavaScript sees it: ordinary in every way, but its members come into being when the first of them is asked for. One that nobody
/// touched is written as the bytes that it was read from.
/// </summary>
internal sealed class EventObject : ObjectInstance
{
    private readonly EventValues _values;
    private readonly int _call;
    private JsValue[] _members = [];

    public EventObject(JintEngine engine, EventValues values, EventValue source)
        : base(engine)
    {
        _values = values;
        _call = values.Call;
        Source = source;
        Prototype = engine.Intrinsics.Object.PrototypeObject;
    }

    /// <summary>Where it was read from; of use during its call only.</summary>
    public EventValue Source { get; }

    /// <summary>Somebody looked into it, so it may have changed.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Whether a member still is what it was read as, so that its source may be written; members come in their first order.</summary>
    /// <param name="index">Of the member, from 0.</param>
    /// <param name="value">What it is now.</param>
    public bool IsUnchanged(int index, JsValue value) => index < _members.Length && ReferenceEquals(_members[index], value);

    protected override void Initialize()
    {
        IsTouched = true;
        if (_call != _values.Call)
        {
            // The bytes belong to somebody else by now.
            throw new JavaScriptException(_engine.Intrinsics.TypeError, "this part of an event of an earlier call was never read then, and cannot be read now");
        }

        var members = new JsValue[CountOf(Source)];
        var index = 0;
        foreach (var member in Source.Members)
        {
            var value = _values.Read(member.Value);
            members[index++] = value;
            FastSetDataProperty(member.GetName(), value);
        }

        _members = members;
    }

    private static int CountOf(EventValue source)
    {
        var count = 0;
        foreach (var _ in source.Members)
        {
            count++;
        }

        return count;
    }
}
