using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Checks;

namespace ExtensibleWebhooks.Engine.Tests.Checks;

/// <summary>The reason follows from what is wrong, and all that is wrong is told at once.</summary>
public class SpecCheckTests
{
    [Theory]
    [InlineData("""{"trigger": "all", "url": "https://a.example"}""", Reason.Valid)]
    [InlineData("""{"trigger": "type =", "url": "https://a.example"}""", Reason.InvalidTrigger, "spec.trigger")]
    [InlineData("""{"trigger": "type =", "url": "ftp://a.example", "headers": {"a b": "c"}}""", Reason.InvalidTrigger, "spec.trigger", "spec.url", "spec.headers[\"a b\"]")]
    [InlineData("""{"trigger": "all", "url": "nowhere", "data": {"@nothing": 1}}""", Reason.InvalidMapping, "spec.url", "spec.data[\"@nothing\"]")]
    [InlineData("""{"trigger": "all", "url": "http://169.254.169.254/latest"}""", Reason.InvalidMapping, "spec.url")]
    [InlineData("""{"trigger": "all", "url": "http://0xA9FEA9FE/"}""", Reason.InvalidMapping, "spec.url")]
    [InlineData("""{"trigger": "all", "url": "http://[::ffff:127.0.0.1]:8080/"}""", Reason.InvalidMapping, "spec.url")]
    [InlineData("""{"trigger": "all", "url": "http://127.1./"}""", Reason.InvalidMapping, "spec.url")]
    [InlineData("""{"trigger": "all", "url": "http://10.0.0.1/"}""", Reason.Valid)]
    [InlineData("""{"trigger": "all", "url": "http://localhost/"}""", Reason.Valid)]
    [InlineData("""{"trigger": "all", "url": "https://a.example", "method": {"@path": "$.properties.method"}}""", Reason.Valid)]
    [InlineData("""{"trigger": "all", "url": "https://a.example", "method": "post"}""", Reason.InvalidMapping, "spec.method")]
    [InlineData("""{"trigger": "all", "url": "https://a.example", "method": {"@pth": "$.m"}}""", Reason.InvalidMapping, "spec.method[\"@pth\"]")]
    [InlineData("""{"trigger": "", "url": "nowhere"}""", Reason.InvalidSpec, "spec.trigger")]
    [InlineData("""{"trigger": "all", "url": "https://a.example", "batching": {"format": "Wrapped"}}""", Reason.InvalidSpec, "spec.batching")]
    [InlineData("""{"trigger": "all", "url": "https://a.example", "batching": {"enabled": true, "wrapKey": "records"}}""", Reason.InvalidSpec, "spec.batching")]
    [InlineData("""{"trigger": "all", "url": "https://a.example", "batching": {"enabled": true, "itemStatusPath": "$.items.status"}}""", Reason.InvalidSpec, "spec.batching.itemStatusPath")]
    [InlineData("""{"trigger": "all", "url": "https://a.example", "headers": {"content-type": "application/x-www-form-urlencoded"}, "batching": {"enabled": true}}""", Reason.InvalidMapping, "spec.batching.enabled")]
    [InlineData("""{"trigger": "all", "url": "https://a.example", "batching": {"enabled": true, "format": "Wrapped", "wrapKey": "records", "itemStatusPath": "$.items[*].status"}}""", Reason.Valid)]
    public void Mapping_OfASpec_HasItsReasonAndEveryPlace(string members, Reason reason, params string[] places)
    {
        var findings = SpecCheck.Of(Mapping(members));

        Assert.Equal(reason, findings.Reason);
        Assert.Equal(places, findings.Diagnostics.Select(diagnostic => diagnostic.Path).Distinct());
    }

    private static WebhookMapping Mapping(string members)
    {
        var manifest = $$"""{"metadata": {"name": "orders"}, "spec": {"destinationRef": {"name": "crm"}, {{members.TrimStart()[1..]}}}""";
        return JsonSerializer.Deserialize<WebhookMapping>(manifest, Json.Options) ?? throw new InvalidOperationException("null");
    }
}
