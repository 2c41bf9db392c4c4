using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Events;

/// <summary>Writes values of an event as JSON.stringify would, but for integers, which keep all their digits. What is in that form already is copied.</summary>
internal static class EventJson
{
    /// <summary>The value must not be missing.</summary>
    public static void Write(in EventValue value, ByteBuffer output)
    {
        if (!value.IsWhole)
        {
            WriteFacet(value, output);
            return;
        }

        ref readonly var token = ref value.Token;
        if ((token.Traits & EventTokenTraits.Canonical) != 0)
        {
            output.Append(value.Document.RawOf(token));
            return;
        }

        switch (token.Kind)
        {
            case EventValueKind.Object:
                WriteObject(value, output);
                break;
            case EventValueKind.Array:
                WriteArray(value, output);
                break;
            case EventValueKind.Text:
                JsonText.WriteString(output, value.Document.TextOf(token));
                break;
            case EventValueKind.Number:
                WriteNumber(value, output);
                break;
            case EventValueKind.Missing or EventValueKind.Null or EventValueKind.False or EventValueKind.True:
            default:
                throw new InvalidOperationException($"A value of kind {token.Kind} cannot be irregular.");
        }
    }

    private static void WriteObject(in EventValue value, ByteBuffer output)
    {
        output.Append((byte)'{');
        var first = true;
        foreach (var member in value.Members)
        {
            if (!first)
            {
                output.Append((byte)',');
            }

            first = false;
            ref readonly var name = ref member.Token;
            if ((name.Traits & EventTokenTraits.Canonical) != 0)
            {
                output.Append(member.Document.RawOf(name));
            }
            else
            {
                JsonText.WriteString(output, member.Name);
            }

            output.Append((byte)':');
            Write(member.Value, output);
        }

        output.Append((byte)'}');
    }

    private static void WriteArray(in EventValue value, ByteBuffer output)
    {
        output.Append((byte)'[');
        var first = true;
        foreach (var item in value.Items)
        {
            if (!first)
            {
                output.Append((byte)',');
            }

            first = false;
            Write(item, output);
        }

        output.Append((byte)']');
    }

    private static void WriteNumber(in EventValue value, ByteBuffer output)
    {
        // Of the integers only -0 is not canonical, and JavaScript writes it as 0, which the double does too.
        JsNumber.WriteJson(value.GetNumber(), output);
    }

    private static void WriteFacet(in EventValue value, ByteBuffer output)
    {
        if (value.Kind == EventValueKind.Number)
        {
            JsNumber.WriteJson(value.GetNumber(), output);
        }
        else
        {
            JsonText.WriteString(output, value.Text(stackalloc byte[Wtf8.SurrogateLength]));
        }
    }
}
