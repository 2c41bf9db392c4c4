using System.Text;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Worker.Lanes;

namespace ExtensibleWebhooks.Worker.Tests.Lanes;

public class IntegrationsObjectTests
{
    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"integrations":{}}""", true)]
    [InlineData("""{"integrations":null}""", true)]
    [InlineData("""{"integrations":{"All":true}}""", true)]
    [InlineData("""{"integrations":{"All":false}}""", false)]
    [InlineData("""{"integrations":{"CRM":false}}""", false)]
    [InlineData("""{"integrations":{"All":true,"CRM":false}}""", false)]
    [InlineData("""{"integrations":{"All":false,"CRM":true}}""", true)]
    [InlineData("""{"integrations":{"All":false,"CRM":{"list":1}}}""", true)]
    [InlineData("""{"integrations":{"All":false,"CRM":null}}""", false)]
    [InlineData("""{"integrations":{"All":false,"crm":true}}""", false)]
    [InlineData("""{"integrations":{"crm":false}}""", true)]
    [InlineData("""{"integrations":{"all":false}}""", true)]
    public void Integrations_DecideByDisplayNameThenAll(string json, bool allowed)
    {
        var document = EventDocument.Parse(Encoding.UTF8.GetBytes(json)).Document;

        Assert.NotNull(document);
        Assert.Equal(allowed, IntegrationsObject.Allows(document, IntegrationsObject.NameOf("CRM")));
    }
}
