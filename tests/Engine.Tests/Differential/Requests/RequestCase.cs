using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Engine.Tests.Differential.Json;

namespace ExtensibleWebhooks.Engine.Tests.Differential.Requests;

/// <summary>url, method and headers of a mapping, each as far as it is there, and an event.</summary>
internal sealed record RequestCase(JsonObject Mapping, JsonObject Event)
{
    public string Question => $"{{\"request\":{Mapping.With("data", new JsonObject())},\"event\":{Event}}}";

    public static RequestCase Draw(Random random) => new RequestGenerator(random).Case();

    public RequestAnswer Engine()
    {
        using var mapping = JsonDocument.Parse(Mapping.ToString());
        var compiled = MappingCompiler.Compile(new MappingSource
        {
            Trigger = "all",
            Url = mapping.RootElement.TryGetProperty("url", out var url) ? url : default,
            Method = mapping.RootElement.TryGetProperty("method", out var method) ? method : null,
            Headers = mapping.RootElement.TryGetProperty("headers", out var headers) ? headers.EnumerateObject().ToDictionary(header => header.Name, header => header.Value) : null,
        });
        if (!compiled.IsCompiled)
        {
            return RequestAnswer.Failed(string.Join("\n", compiled.Diagnostics));
        }

        using var document = EventDocument.Parse(Encoding.UTF8.GetBytes(Event.ToString())).Document ?? throw new InvalidOperationException($"not read: {Event}");
        using var request = new RenderedRequest();
        return compiled.Mapping.Render(document, request) is { } error ? RequestAnswer.Failed(error.Message) : RequestAnswer.Of(request.Target);
    }

    public IEnumerable<RequestCase> Smaller() =>
        JsonShrinker.Smaller(Mapping).OfType<JsonObject>().Where(IsMapping).Select(mapping => this with { Mapping = mapping })
            .Concat(JsonShrinker.Smaller(Event).OfType<JsonObject>().Select(members => this with { Event = members }));

    public override string ToString() => $"{{\"mapping\":{Mapping}, \"event\":{Event}}}";

    /// <summary>Headers in a mapping are an object: no other is a manifest.</summary>
    private static bool IsMapping(JsonObject mapping) =>
        mapping.Members.All(member => member.Name is "url" or "method" or "headers") && mapping.Find("url") is not null && mapping.Find("headers") is null or JsonObject;
}
