using System.Text.Json;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Engine.Checks;

namespace ExtensibleWebhooks.Engine.Tests.Checks;

/// <summary>A mapping's own credentials beside a destination that has some.</summary>
public class CredentialHeadersTests
{
    private const string None = """{"type": "None"}""";
    private const string Bearer = """{"type": "Bearer", "bearer": {"tokenSecretRef": {"name": "a", "key": "b"}}}""";
    private const string Header = """{"type": "Header", "header": {"name": "X-Api-Key", "valueSecretRef": {"name": "a", "key": "b"}}}""";
    private const string OAuth2 = """{"type": "OAuth2", "oauth2": {"clientId": "a", "clientSecretRef": {"name": "a", "key": "b"}, "accessTokenUrl": "https://a"}}""";

    [Theory]
    [InlineData(null, """{"Authorization": "a"}""")]
    [InlineData(None, """{"Authorization": {"@path": "$.properties.token"}}""")]
    [InlineData(Bearer, """{"authorization": "a"}""", "spec.headers.authorization")]
    [InlineData(Bearer, """{"X-Api-Key": "a"}""")]
    [InlineData(Bearer, "null")]
    [InlineData(OAuth2, """{"AUTHORIZATION": {"@path": "$.properties.token"}, "X-Tenant": "a"}""", "spec.headers.AUTHORIZATION")]
    [InlineData(Header, """{"x-api-key": "a", "Authorization": "b", "X-Tenant": "c"}""", "spec.headers[\"x-api-key\"]", "spec.headers.Authorization")]
    public void Headers_BesideAnAuthentication_AreRefusedByName(string? authentication, string headers, params string[] places)
    {
        var destination = Read<WebhookDestination>($$"""{"sourceRef": {"name": "shop"}, "authentication": {{authentication ?? "null"}}}""");
        var mapping = Read<WebhookMapping>($$"""{"destinationRef": {"name": "crm"}, "trigger": "all", "url": "https://a.example", "headers": {{headers}}}""");

        Assert.Equal(places, CredentialHeaders.Check(mapping, destination).Select(diagnostic => diagnostic.Path));
    }

    private static T Read<T>(string spec) => JsonSerializer.Deserialize<T>($$"""{"metadata": {"name": "a"}, "spec": {{spec}}}""", Json.Options) ?? throw new InvalidOperationException("null");
}
