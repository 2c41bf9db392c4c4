using System.Net;
using ExtensibleWebhooks.Engine.Functions.Running;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using JintEngine = Jint.Engine;

namespace ExtensibleWebhooks.Engine.Functions.Globals;

/// <summary>What Prelude.js builds on: the few things that JavaScript cannot do by itself, or would do without looking at a limit. The function's own source never sees it.</summary>
internal sealed class HostObject(JintEngine engine, CallBudget budget, ConsoleCapture console)
{
    /// <summary>Characters and members that JSON.stringify has seen in this call.</summary>
    private long _stringified;

    /// <summary>A new call.</summary>
    public void BeginCall() => _stringified = 0;

    public JsObject ToScript()
    {
        var host = new JsObject(engine);
        Add(host, "log", arguments => Do(() => console.Write(arguments.At(0).ToString())));
        Add(host, "tick", _ => Do(budget.CheckAll));
        Add(host, "text", arguments => Do(() => CheckLength("text", TypeConverter.ToNumber(arguments.At(0)), FunctionLimits.MaxTextLength)));
        Add(host, "template", arguments => Counted(TypeConverter.ToString(arguments.At(0))));
        Add(host, "list", arguments => Do(() => CheckLength("list", TypeConverter.ToNumber(arguments.At(0)), FunctionLimits.MaxArrayLength)));
        Add(host, "join", arguments => Do(() => CheckJoin(arguments.At(0), TypeConverter.ToNumber(arguments.At(1)))));
        Add(host, "member", arguments => Do(() => CheckMember(arguments.At(0))));
        Add(host, "toBytes", arguments => ToBytes(arguments.At(0).ToString(), arguments.At(1).ToString()));
        Add(host, "toText", arguments => ToText(arguments.At(0), arguments.At(1).ToString()));
        Add(host, "digest", arguments => Digest(arguments.At(0).ToString(), arguments.At(1), arguments.At(2).AsArray()));
        Add(host, "toForm", arguments => WebUtility.UrlEncode(arguments.At(0).ToString()));
        Add(host, "fromForm", arguments => WebUtility.UrlDecode(arguments.At(0).ToString()));
        Add(host, "url", arguments => UrlParts.Read(engine, arguments.At(0).ToString(), arguments.At(1).IsUndefined() ? null : arguments.At(1).ToString()));
        return host;
    }

    private void Add(JsObject host, string name, Func<JsValue[], JsValue> function) =>
        host.Set(name, new ClrFunction(engine, name, (_, arguments) => function(arguments)));

    private static JsValue Do(Action action)
    {
        action();
        return JsValue.Undefined;
    }

    private void CheckLength(string what, double length, int limit)
    {
        budget.CheckAll();
        if (length > limit)
        {
            throw Error($"a {what} of {length:0} is longer than {limit}, which is the most in an insert function");
        }
    }

    /// <summary>A text that is about to be copied into a longer one.</summary>
    private JsString Counted(string text)
    {
        budget.Charge(sizeof(char) * (long)text.Length);
        return new JsString(text);
    }

    /// <summary>The text that joining makes: elements that are texts are counted, others join in their own calls.</summary>
    private void CheckJoin(JsValue list, double separator)
    {
        budget.CheckAll();
        if (list is not JsArray array)
        {
            return;
        }

        var length = array.Length * separator;
        for (uint index = 0; index < array.Length; index++)
        {
            length += array.Get(JsNumber.Create((long)index)) is JsString text ? text.Length : 0;
        }

        CheckLength("text", length, FunctionLimits.MaxTextLength);
    }

    private void CheckMember(JsValue member)
    {
        _stringified += member is JsString text ? text.Length : 1;
        budget.Check();
        if (_stringified > FunctionLimits.MaxTextLength)
        {
            throw Error($"JSON.stringify wrote more than {FunctionLimits.MaxTextLength} characters in one call of the function");
        }
    }

    private JsTypedArray ToBytes(string text, string encoding)
    {
        var (bytes, problem) = TextCodec.ToBytes(text, encoding);
        return bytes is null ? throw Error(problem ?? "") : engine.Intrinsics.Uint8Array.Construct(bytes);
    }

    private JsValue ToText(JsValue bytes, string encoding) =>
        TextCodec.ToText(BytesOf(bytes), encoding) ?? throw Error(TextCodec.Unknown(encoding));

    private JsTypedArray Digest(string algorithm, JsValue key, JsArray parts) => engine.Intrinsics.Uint8Array.Construct(
        Digests.Compute(algorithm, key.IsNull() ? null : BytesOf(key), parts.Select(BytesOf))
        ?? throw Error($"the algorithm {algorithm} is not known: {Digests.Known}"));

    private byte[] BytesOf(JsValue value) => value.IsUint8Array() ? value.AsUint8Array() : throw Error("a text or a Uint8Array is expected");

    private JavaScriptException Error(string message) => new(engine.Intrinsics.Error, message);
}
