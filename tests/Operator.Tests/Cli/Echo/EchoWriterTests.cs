using ExtensibleWebhooks.Cli.Echo;

namespace ExtensibleWebhooks.Operator.Tests.Cli.Echo;

public sealed class EchoWriterTests
{
    private static readonly ReceivedWebhook Webhook = new()
    {
        ReceivedAt = DateTimeOffset.UnixEpoch,
        Method = "POST",
        Path = "/orders",
        Headers = new Dictionary<string, string> { ["x-tenant"] = "acme", ["host"] = "echo:8081", ["authorization"] = "Bearer t" },
        Body = """{"order":"A-1","name":"<ü>"}""",
    };

    [Fact]
    public void Text_OfAJsonBody_ShowsItIndentedWithTheHeadersThatMatter() => Assert.Equal(
        """
        POST /orders
          authorization: Bearer t
          x-tenant: acme
        {
          "order": "A-1",
          "name": "<ü>"
        }


        """,
        EchoWriter.Write(Webhook, EchoFormat.Text));

    [Fact]
    public void Text_OfAnotherBody_ShowsItAsItIs() =>
        Assert.EndsWith("\nplain & simple\n\n", EchoWriter.Write(Webhook with { Body = "plain & simple" }, EchoFormat.Text), StringComparison.Ordinal);

    [Fact]
    public void Json_OfAWebhook_IsOneLineWithAllOfIt() => Assert.Equal(
        """{"receivedAt":"1970-01-01T00:00:00+00:00","method":"POST","path":"/orders","headers":{"x-tenant":"acme","host":"echo:8081","authorization":"Bearer t"},"body":"{\"order\":\"A-1\",\"name\":\"<ü>\"}"}""" + "\n",
        EchoWriter.Write(Webhook, EchoFormat.Json));
}
