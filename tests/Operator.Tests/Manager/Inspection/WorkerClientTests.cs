using System.Text;
using ExtensibleWebhooks.Manager.Inspection;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Inspection;

public sealed class WorkerClientTests : IAsyncDisposable
{
    private readonly FakeWorker _worker = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_OfAWorkerThatKnowsMore_AreThoseThatStatusesShow()
    {
        _worker.Token = "t";
        _worker.Answer = """{"ready":true,"events":{"accepted":3,"kept":9},"destinations":[{"name":"crm","delivered":2,"lastError":"503","new":[]}]}""";

        var figures = await ReadAsync("t");

        Assert.Equal(3, figures?.Events.Accepted);
        Assert.Equal(new DestinationFigures { Name = "crm", Delivered = 2, LastError = "503" }, figures?.Destinations.Single());
    }

    [Theory]
    [InlineData("wrong", "{}")]
    [InlineData("t", "nonsense")]
    [InlineData("t", "{\"destinations\":null}")]
    [InlineData("t", "{\"events\":3}")]
    public async Task Figures_OfAWorkerThatRefusesOrTalksNonsense_AreNone(string token, string answer)
    {
        _worker.Token = "t";
        _worker.Answer = answer;

        Assert.Null(await ReadAsync(token));
    }

    [Theory]
    [InlineData("a\n", "application/json")]
    [InlineData("\u00e4", "application/json")]
    [InlineData("a", "application/json; charset=bogus")]
    public async Task Figures_BehindATokenOrCharsetThatIsNone_AreNone(string token, string contentType)
    {
        _worker.ContentType = contentType;

        Assert.Null(await ReadAsync(token));
    }

    [Fact]
    public async Task Figures_AmongNulls_AreRead()
    {
        _worker.Answer = """{"destinations":[null,{"name":"crm"},null]}""";

        Assert.Equal("crm", (await ReadAsync("t"))?.Destinations.Single().Name);
    }

    [Fact]
    public async Task Figures_OfAWorkerThatIsNotThere_AreNone()
    {
        using var http = WorkerClient.CreateHttp();
        var client = new WorkerClient(http, _ => new Uri("http://127.0.0.1:1"));

        Assert.Null(await client.TryReadAsync(FakeWorker.Source, "t"u8.ToArray(), Cancelled));
    }

    [Fact]
    public void Address_InTheCluster_IsTheFirstPodsOwn() =>
        Assert.Equal("http://shop-worker-0.shop-worker.ns.svc:9090/", WorkerClient.AddressInCluster(FakeWorker.Source).ToString());

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private async Task<WorkerFigures?> ReadAsync(string token)
    {
        await _worker.StartAsync(Cancelled);
        return await _worker.Client.TryReadAsync(FakeWorker.Source, Encoding.UTF8.GetBytes(token), Cancelled);
    }
}
