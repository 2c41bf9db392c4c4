using System.Text.Json;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>Triggers, mappings, data and functions that lines came with, compiled once as long as they come again.</summary>
internal sealed class CompiledTexts(TimeProvider time)
{
    /// <summary>Few: each keeps engines.</summary>
    private const int Functions = 8;

    private const string EveryEvent = "all";

    /// <summary>Stands in where a mapping names no URL, since none is sent.</summary>
    private static readonly JsonElement NoUrl = JsonSerializer.SerializeToElement("http://none");

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = LineTrial.MaxDepth };

    private readonly TextCache<TriggerResult> _triggers = new(text => TriggerCompiler.Compile(text, "trigger"));
    private readonly TextCache<MappingResult> _mappings = new(CompileMapping);
    private readonly TextCache<DataResult> _data = new(CompileData);
    private readonly TextCache<FunctionText> _functions = new(text => FunctionText.Compile(text, time), Functions);

    public CompiledLine Compile(LineRequest request)
    {
        var trigger = _triggers.Get(request.Trigger ?? EveryEvent);
        var mapping = request.Mapping is { } mappingText ? _mappings.Get(mappingText.GetRawText()) : null;
        var data = request.Data is { } dataText ? _data.Get(dataText.GetRawText()) : null;
        var function = request.Function is { } source ? _functions.Get(source) : null;
        return new CompiledLine
        {
            Trigger = trigger.Trigger,
            Mapping = mapping?.Mapping,
            HasUrl = request.Mapping is { } named && Find(named, "url") is not null,
            Data = data?.Data,
            Function = function?.Pool,
            Diagnostics = [.. trigger.Diagnostics, .. mapping?.Diagnostics ?? [], .. data?.Diagnostics ?? [], .. function?.Diagnostics ?? []],
        };
    }

    private static MappingResult CompileMapping(string text)
    {
        using var document = JsonDocument.Parse(text, Options);
        var mapping = document.RootElement;
        var headers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var header in Find(mapping, "headers")?.EnumerateObject() ?? [])
        {
            headers[header.Name] = header.Value;
        }

        var source = new MappingSource { Trigger = EveryEvent, Url = Find(mapping, "url") ?? NoUrl, Method = Find(mapping, "method"), Headers = headers, Data = Find(mapping, "data") };
        return MappingCompiler.Compile(source, "mapping");
    }

    private static DataResult CompileData(string text)
    {
        using var document = JsonDocument.Parse(text, Options);
        return DataCompiler.Compile(document.RootElement);
    }

    private static JsonElement? Find(JsonElement mapping, string name) =>
        mapping.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
