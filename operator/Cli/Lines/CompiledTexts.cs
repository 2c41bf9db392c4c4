using System.Text.Json;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Engine.Triggers;

namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>Triggers, mappings and data that lines came with, compiled once as long as they come again.</summary>
internal sealed class CompiledTexts
{
    private const string EveryEvent = "all";

    /// <summary>Stands in where a mapping names no URL, since none is sent.</summary>
    private static readonly JsonElement NoUrl = JsonSerializer.SerializeToElement("http://none");

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = LineTrial.MaxDepth };

    private readonly TextCache<TriggerResult> _triggers = new(text => TriggerCompiler.Compile(text, "trigger"));
    private readonly TextCache<MappingResult> _mappings = new(CompileMapping);
    private readonly TextCache<DataResult> _data = new(CompileData);

    /// <param name="text">Null: every event.</param>
    public TriggerResult Trigger(string? text) => _triggers.Get(text ?? EveryEvent);

    /// <summary>A mapping of every event.</summary>
    public MappingResult Mapping(JsonElement mapping) => _mappings.Get(mapping.GetRawText());

    public DataResult Data(JsonElement data) => _data.Get(data.GetRawText());

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
