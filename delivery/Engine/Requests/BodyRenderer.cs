using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings;
using ExtensibleWebhooks.Engine.Mappings.Nodes;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>Writes the data: an object, as JSON or as a form. Missing or null: no body.</summary>
internal sealed class BodyRenderer(MappingNode data)
{
    /// <summary>Null: what else than an object the data cannot be, it is not.</summary>
    public static RenderError? Check(EventValueKind kind) => kind is EventValueKind.Object or EventValueKind.Missing or EventValueKind.Null
        ? null
        : new RenderError(RenderErrorKind.Data, $"Expected the data as an object, found {ValueNames.Of(kind)}.");

    /// <summary>Fills in the body; the target is there already.</summary>
    public RenderError? Render(in EventValue payload, RenderedRequest request)
    {
        var error = request.Target.IsForm ? RenderForm(payload, request) : RenderJson(payload, request);
        return request.Failure ?? error;
    }

    private RenderError? RenderJson(in EventValue payload, RenderedRequest request)
    {
        var written = data.Write(payload, request.Context, request.Output);
        var kind = written ? KindOf(request.Output.Written) : EventValueKind.Missing;
        request.HasBody = kind == EventValueKind.Object;
        return Check(kind);
    }

    private RenderError? RenderForm(in EventValue payload, RenderedRequest request)
    {
        var value = data.Resolve(payload, request.Context);
        request.HasBody = value.Kind == EventValueKind.Object;
        FormBody.Write(value, request.Context.Take().Output, request.Output);
        return Check(value.Kind);
    }

    /// <summary>The first byte of JSON says what it is.</summary>
    private static EventValueKind KindOf(ReadOnlySpan<byte> json) => json.IsEmpty ? EventValueKind.Missing : json[0] switch
    {
        (byte)'{' => EventValueKind.Object,
        (byte)'[' => EventValueKind.Array,
        (byte)'"' => EventValueKind.Text,
        (byte)'n' => EventValueKind.Null,
        (byte)'t' => EventValueKind.True,
        (byte)'f' => EventValueKind.False,
        _ => EventValueKind.Number,
    };
}
