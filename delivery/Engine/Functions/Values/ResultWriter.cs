using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Functions.Running;
using ExtensibleWebhooks.Engine.Text;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;

namespace ExtensibleWebhooks.Engine.Functions.Values;

/// <summary>
/// Writes what a function returned, as JSON.stringify would. What the function did not change is copied from the event, and so are integers that JavaScript's numbers
/// cannot hold. Objects that are more than data (dates, maps, proxies …) are left to JSON.stringify itself.
/// </summary>
/// <param name="values">Where integers come from.</param>
/// <param name="stringify">From a value to a text, or undefined.</param>
/// <param name="budget">The call's.</param>
internal sealed class ResultWriter(EventValues values, Func<JsValue, JsValue> stringify, CallBudget budget)
{
    private static readonly JsString ToJson = new("toJSON");

    /// <summary>Writes a value; false, and nothing is written, for what JSON has no word for: undefined, functions, symbols.</summary>
    public bool Write(JsValue value, ByteBuffer output) => Write(value, output, 0);

    private bool Write(JsValue value, ByteBuffer output, int depth)
    {
        budget.Check();
        if (output.Length > FunctionLimits.MaxResultBytes)
        {
            throw new LimitReached(FunctionVerdict.Failed, $"the event that the function returned has more than {FunctionLimits.MaxResultBytes >> 20} MiB");
        }

        switch (value.Type)
        {
            case Types.Null:
                output.Append("null"u8);
                return true;
            case Types.Boolean:
                output.Append(value.AsBoolean() ? "true"u8 : "false"u8);
                return true;
            case Types.Number:
                WriteNumber(value, output);
                return true;
            case Types.String:
                WriteText(value.ToString(), output);
                return true;
            case Types.Object:
                return WriteObject((ObjectInstance)value, output, depth);
            case Types.BigInt:
                throw new LimitReached(FunctionVerdict.Failed, "the event that the function returned holds a BigInt, which JSON does not have");
            default:
                return false;
        }
    }

    private void WriteNumber(JsValue value, ByteBuffer output)
    {
        if (values.TryGetInexact(value, out var integer))
        {
            EventJson.Write(integer, output);
        }
        else
        {
            JsNumber(value.AsNumber(), output);
        }
    }

    private static void JsNumber(double value, ByteBuffer output) => Text.JsNumber.WriteJson(value, output);

    private static void WriteText(string text, ByteBuffer output) => JsonText.WriteString(output, Wtf8.GetBytes(text));

    private bool WriteObject(ObjectInstance value, ByteBuffer output, int depth)
    {
        if (depth >= EventDocument.MaxDepth)
        {
            throw new LimitReached(FunctionVerdict.Failed, $"the event that the function returned is nested deeper than {EventDocument.MaxDepth}, or contains itself");
        }

        if (value is EventObject { IsTouched: false } untouched)
        {
            EventJson.Write(untouched.Source, output);
            return true;
        }

        if (value is Function)
        {
            return false;
        }

        if (value is not (EventObject or JsObject or JsArray) || value.Get(ToJson) is Function)
        {
            return WriteOther(value, output);
        }

        if (value is JsArray array)
        {
            WriteArray(array, output, depth);
        }
        else
        {
            WriteMembers(value, output, depth);
        }

        return true;
    }

    private bool WriteOther(ObjectInstance value, ByteBuffer output)
    {
        var text = stringify(value);
        if (!text.IsString())
        {
            return false;
        }

        output.Append(Wtf8.GetBytes(text.AsString()));
        return true;
    }

    private void WriteArray(JsArray array, ByteBuffer output, int depth)
    {
        output.Append((byte)'[');
        for (uint index = 0; index < array.Length; index++)
        {
            if (index > 0)
            {
                output.Append((byte)',');
            }

            if (!Write(array.Get(Jint.Native.JsNumber.Create((long)index)), output, depth + 1))
            {
                output.Append("null"u8);
            }
        }

        output.Append((byte)']');
    }

    private void WriteMembers(ObjectInstance value, ByteBuffer output, int depth)
    {
        var source = value as EventObject;
        var sources = source?.Source.Members ?? default;
        var index = -1;
        var start = output.Length;
        output.Append((byte)'{');
        foreach (var (name, property) in value.GetOwnProperties())
        {
            index++;
            var hasSource = sources.MoveNext();
            if (!property.Enumerable || !name.IsString())
            {
                continue;
            }

            var before = output.Length;
            if (output.Length > start + 1)
            {
                output.Append((byte)',');
            }

            var current = property.IsAccessorDescriptor() ? value.Get(name) : property.Value;
            if (hasSource && source is not null && source.IsUnchanged(index, current) && current is not (EventObject or JsArray))
            {
                WriteUnchanged(sources.Current, output);
                continue;
            }

            WriteText(name.AsString(), output);
            output.Append((byte)':');
            if (!Write(current, output, depth + 1))
            {
                output.Truncate(before);
            }
        }

        output.Append((byte)'}');
    }

    /// <summary>A member that is what it was, name and value.</summary>
    private static void WriteUnchanged(EventMember member, ByteBuffer output)
    {
        JsonText.WriteString(output, member.Name);
        output.Append((byte)':');
        EventJson.Write(member.Value, output);
    }
}
