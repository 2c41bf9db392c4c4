using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;

namespace ExtensibleWebhooks.Engine.Mappings;

/// <summary>
/// <c>{"__segment_internal_directive": {"@transform": {"apply": …}}, "a": …}</c>: the members beside the directive are its <c>mapping</c>. So Segment keeps
/// a mapping whose event is changed before anything is mapped.
/// </summary>
internal static class RootDirective
{
    private const string Name = "__segment_internal_directive";
    private const string Mapping = "mapping";

    /// <summary>As <see cref="MappingBuilder.Build"/>, for the root.</summary>
    public static MappingNode Build(in EventValue root, string place, MappingBuilder builder)
    {
        var directive = root.Member(Wtf8.GetBytes(Name));
        if (directive.IsMissing)
        {
            return builder.Build(root, place);
        }

        var members = directive.Members;
        var only = members.MoveNext() ? members.Current : default;
        if (!MappingBuilder.IsDirective(directive) || members.MoveNext() || only.Value.Kind != EventValueKind.Object)
        {
            return builder.Report(
                FieldPath.Member(place, Name),
                $"Expected one directive that takes an object, such as {{\"@transform\": {{\"apply\": …}}}}, found {ValueNames.Of(directive.Kind)}; what stands beside it is its mapping.");
        }

        using var json = new ByteBuffer();
        Write(root, only, json);
        using var document = new EventDocument();
        return document.Read(json.Written.ToArray()) is { } problem
            ? builder.Report(place, problem.Message)
            : builder.Build(document.Root, FieldPath.Member(place, Name));
    }

    /// <summary>The directive with its options and, as its mapping, the other members of the root.</summary>
    private static void Write(in EventValue root, in EventMember directive, ByteBuffer json)
    {
        json.Append((byte)'{');
        WriteName(directive.Name, json);
        json.Append((byte)'{');
        foreach (var option in directive.Value.Members)
        {
            if (option.GetName() != Mapping)
            {
                WriteName(option.Name, json);
                EventJson.Write(option.Value, json);
                json.Append((byte)',');
            }
        }

        WriteName(Wtf8.GetBytes(Mapping), json);
        var separator = (byte)'{';
        foreach (var member in root.Members)
        {
            if (member.GetName() != Name)
            {
                json.Append(separator);
                WriteName(member.Name, json);
                EventJson.Write(member.Value, json);
                separator = (byte)',';
            }
        }

        json.Append(separator == (byte)'{' ? "{}}}"u8 : "}}}"u8);
    }

    private static void WriteName(ReadOnlySpan<byte> name, ByteBuffer json)
    {
        JsonText.WriteString(json, name);
        json.Append((byte)':');
    }
}
