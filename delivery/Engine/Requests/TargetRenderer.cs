using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings;
using ExtensibleWebhooks.Engine.Mappings.Nodes;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>Resolves url, method and headers. What they resolved to last is kept with its target: most mappings have few targets, and parsing a URL costs more than the rest.</summary>
internal sealed class TargetRenderer
{
    private readonly RequestTarget? _constant;
    private readonly ArrayNode _parts;
    private Known? _last;

    public TargetRenderer(MappingNode url, MappingNode method, MappingNode headers)
    {
        _parts = new ArrayNode([url, method, headers]);
        if (url is ConstantNode constantUrl && method is ConstantNode constantMethod && headers is ConstantNode constantHeaders)
        {
            (_constant, _) = RequestTargetRules.Build(constantUrl.Value, constantMethod.Value, constantHeaders.Value);
        }
    }

    public (RequestTarget? Target, RenderError? Error) Render(in EventValue payload, RenderContext context)
    {
        if (_constant is not null)
        {
            return (_constant, null);
        }

        var scratch = context.Take();
        _parts.Write(payload, context, scratch.Output);
        if (context.Failure is not null)
        {
            return (null, new RenderError(RenderErrorKind.Mapping, context.Failure));
        }

        // Several threads may race here: each stores a whole, right answer.
        var last = _last;
        if (last is not null && scratch.Output.Written.SequenceEqual(last.Parts))
        {
            return (last.Target, null);
        }

        if (scratch.Output.Overflowed || scratch.Document.Read(scratch.Output.WrittenMemory) is not null)
        {
            return (null, new RenderError(RenderErrorKind.TooLarge, $"URL and headers together are larger than {EventDocument.MaxBytes} bytes."));
        }

        var values = scratch.Document.Root;
        var (target, error) = RequestTargetRules.Build(values.Item(0), values.Item(1), values.Item(2));
        if (target is not null)
        {
            _last = new Known(scratch.Output.Written.ToArray(), target);
        }

        return (target, error);
    }

    /// <param name="Parts">url, method and headers as JSON.</param>
    /// <param name="Target">What they give.</param>
    private sealed record Known(byte[] Parts, RequestTarget Target);
}
