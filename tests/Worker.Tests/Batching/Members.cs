using System.Text;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Requests;
using ExtensibleWebhooks.Worker.Batching;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Tests.Configuration;

namespace ExtensibleWebhooks.Worker.Tests.Batching;

/// <summary>Mappings that make batches, and events for them.</summary>
internal static class Members
{
    public static MappingSettings Mapping(BatchingSpec spec, string name = "orders")
    {
        var compiled = MappingCompiler.Compile(MappingSource.From(ConfigFolder.Mapping(name, "https://a.example")));
        Assert.True(compiled.IsCompiled);
        return new MappingSettings(name, compiled.Mapping, BatchRules.Of(spec with { Enabled = true }));
    }

    /// <summary>The number is the event's ticket, position and id.</summary>
    public static BatchMember Member(MappingSettings mapping, int number, string body = "{}", string url = "https://a.example/") => new()
    {
        Mapping = mapping,
        Request = new WebhookRequest
        {
            WebhookId = WebhookIds.Of($"{number}", mapping.Name),
            Target = new WebhookTarget { Method = "POST", Url = url, Headers = [KeyValuePair.Create("X-A", "1")] },
            Body = Encoding.UTF8.GetBytes(body),
        },
        Position = number,
        ReceivedAt = DateTimeOffset.UnixEpoch.AddSeconds(number),
        Ticket = number,
    };

    public static string Text(WebhookRequest request) => Encoding.UTF8.GetString((request.Body ?? default).Span);
}
