using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Echo;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Cli.Echo;

public sealed class EchoReceiverTests : IAsyncDisposable
{
    private static readonly Uri AnyPort = new("http://127.0.0.1:0");

    private readonly List<ReceivedWebhook> _received = [];
    private readonly FakeTimeProvider _time = new();
    private readonly EchoReceiver _receiver;

    public EchoReceiverTests() => _receiver = new EchoReceiver(Remember, _time);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receiver_OfAnyRequest_HandsItOnAndAnswers200()
    {
        await _receiver.StartAsync(AnyPort, Cancelled);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(_receiver.Address, "/orders?id=1")) { Content = new StringContent("""{"a": "ü"}""", Encoding.UTF8) };
        request.Headers.Add("X-Tenant", "acme");

        var response = await client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var webhook = Assert.Single(_received);
        Assert.Equal(("PUT", "/orders?id=1", """{"a": "ü"}""", "acme"), (webhook.Method, webhook.Path, webhook.Body, webhook.Headers["x-tenant"]));
        Assert.Equal(_time.GetUtcNow(), webhook.ReceivedAt);
    }

    [Fact]
    public async Task Receiver_OfAGet_AnswersWithTheLastRequestsNewestFirst()
    {
        await _receiver.StartAsync(AnyPort, Cancelled);
        using var client = new HttpClient();
        for (var number = 0; number < 25; number++)
        {
            await client.PostAsync(_receiver.Address, new StringContent($"{number}"), Cancelled);
        }

        using var json = JsonDocument.Parse(await client.GetStringAsync(_receiver.Address, Cancelled));

        Assert.Equal(Enumerable.Range(5, 20).Reverse().Select(number => $"{number}"), json.RootElement.EnumerateArray().Select(webhook => webhook.GetProperty("body").GetString()));
        Assert.Equal(25, _received.Count);
    }

    [Fact]
    public async Task Receiver_AtAnAddressThatIsTaken_SaysSo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var problem = await _receiver.StartAsync(new Uri($"http://{taken.LocalEndpoint}"), Cancelled);

        Assert.StartsWith($"cannot listen on http://{taken.LocalEndpoint}: ", problem, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private Task Remember(ReceivedWebhook webhook)
    {
        _received.Add(webhook);
        return Task.CompletedTask;
    }
}
