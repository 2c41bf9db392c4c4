using System.Runtime.InteropServices;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings;
using ExtensibleWebhooks.Engine.Mappings.Nodes;
using ExtensibleWebhooks.Engine.Text;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>The one compiler of mappings: admission, the operator, the worker and the command line use it, so all of them say the same.</summary>
public static class MappingCompiler
{
    private const string WholeEvent = "{\"@path\":\"$.\"}";

    /// <summary>Compiles a mapping, or reports everything that is wrong with it. Throws nothing for any source.</summary>
    /// <param name="source">What the user wrote.</param>
    /// <param name="path">The field that holds the mapping, for the diagnostics.</param>
    public static MappingResult Compile(MappingSource source, string path = "spec")
    {
        var trigger = TriggerCompiler.Compile(source.Trigger, FieldPath.Member(path, "trigger"));
        var builder = new MappingBuilder();

        var url = BuildText(Json(source.Url), FieldPath.Member(path, "url"), builder, value => RequestTargetRules.ReadUrl(value).Error);
        var method = BuildText(Json(source.Method) ?? "\"POST\""u8.ToArray(), FieldPath.Member(path, "method"), builder, value => RequestTargetRules.ReadMethod(value).Error);
        var headers = BuildHeaders(source.Headers, FieldPath.Member(path, "headers"), builder);
        var data = BuildData(Json(source.Data) ?? System.Text.Encoding.UTF8.GetBytes(WholeEvent), FieldPath.Member(path, "data"), builder);

        if (trigger.IsCompiled && builder.Diagnostics.Count == 0)
        {
            return new MappingResult(new CompiledMapping(trigger.Trigger, new TargetRenderer(url, method, headers), new BodyRenderer(data)), []);
        }

        return new MappingResult(null, [.. trigger.Diagnostics, .. builder.Diagnostics]);
    }

    private static MappingNode BuildText(byte[]? json, string place, MappingBuilder builder, Func<EventValue, RenderError?> check)
    {
        if (json is null)
        {
            return builder.Report(place, "Expected a text or a directive; the field is required.");
        }

        using var document = new EventDocument();
        if (document.Read(json) is { } problem)
        {
            return builder.Report(place, problem.Message);
        }

        var node = builder.Build(document.Root, place);
        if (node is ConstantNode constant && check(constant.Value) is { } error)
        {
            builder.Report(place, error.Message);
        }

        return node;
    }

    private static MappingNode BuildHeaders(IReadOnlyDictionary<string, JsonElement>? headers, string place, MappingBuilder builder)
    {
        using var json = new ByteBuffer();
        json.Append((byte)'{');
        foreach (var (name, value) in headers ?? new Dictionary<string, JsonElement>())
        {
            json.Append(json.Length > 1 ? ","u8 : default);
            JsonText.WriteString(json, Wtf8.GetBytes(name));
            json.Append((byte)':');
            json.Append(Json(value) ?? "null"u8);
        }

        json.Append((byte)'}');
        using var document = new EventDocument();
        if (document.Read(json.Written.ToArray()) is { } problem)
        {
            return builder.Report(place, problem.Message);
        }

        if (!MappingBuilder.IsDirective(document.Root))
        {
            CheckHeaders(document.Root, place, builder);
        }

        return builder.Build(document.Root, place);
    }

    private static void CheckHeaders(EventValue headers, string place, MappingBuilder builder)
    {
        foreach (var member in headers.Members)
        {
            var name = member.GetName();
            var isScalar = member.Value.Kind is not (EventValueKind.Object or EventValueKind.Array);
            var problem = HeaderRules.CheckName(name) ?? (isScalar ? HeaderRules.CheckValue(name, RequestText.ToText(member.Value)) : null);
            if (problem is not null)
            {
                builder.Report(FieldPath.Member(place, name), problem);
            }
        }
    }

    private static MappingNode BuildData(byte[] json, string place, MappingBuilder builder)
    {
        using var document = new EventDocument();
        if (document.Read(json) is { } problem)
        {
            return builder.Report(place, problem.Message);
        }

        var node = RootDirective.Build(document.Root, place, builder);
        var kind = node is ConstantNode constant ? constant.Value.Kind : document.Root.Kind;
        if (BodyRenderer.Check(kind) is { } error)
        {
            builder.Report(place, error.Message);
        }

        return node;
    }

    /// <summary>The element's own text; null where there is none, or JSON's null.</summary>
    private static byte[]? Json(JsonElement? element) => element is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value
        ? JsonMarshal.GetRawUtf8Value(value).ToArray()
        : null;
}
