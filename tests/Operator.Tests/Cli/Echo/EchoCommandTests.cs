using System.Net;
using System.Net.Sockets;
using ExtensibleWebhooks.Cli.Echo;

namespace ExtensibleWebhooks.Operator.Tests.Cli.Echo;

public sealed class EchoCommandTests
{
    [Theory]
    [InlineData("not-a-url")]
    [InlineData("https://127.0.0.1:8081")]
    [InlineData("http://127.0.0.1:8081/path")]
    public void Command_ToListenNowhere_SaysWhatIsNeeded(string listen)
    {
        var result = EchoCommand.Create().Parse(["--listen", listen]);

        Assert.Contains($"--listen is \"{listen}\": an http URL without a path is needed", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_AtAnAddressThatIsTaken_EndsWithAMessageAndACode()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var error = new StringWriter();

        var code = await EchoCommand.Create().Parse(["--listen", $"http://{taken.LocalEndpoint}", "--format", "json"])
            .InvokeAsync(new() { Error = error }, TestContext.Current.CancellationToken);

        Assert.Equal(1, code);
        Assert.Contains("cannot listen on", error.ToString(), StringComparison.Ordinal);
    }
}
