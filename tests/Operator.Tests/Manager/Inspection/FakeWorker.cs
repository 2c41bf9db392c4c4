using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Manager.Inspection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Inspection;

/// <summary>The management port of a worker, on loopback: answers what it is told to whoever has its token.</summary>
internal sealed class FakeWorker : IAsyncDisposable
{
    private readonly WebApplication _app;

    public FakeWorker()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/inspect/v1/status", (HttpRequest request) => Token is null || request.Headers.Authorization == $"Bearer {Token}" ? Results.Text(Answer) : Results.Unauthorized());
    }

    /// <summary>Null lets everybody in.</summary>
    public string? Token { get; set; }

    public string Answer { get; set; } = "{}";

    public WorkerClient Client => new(WorkerClient.CreateHttp(), _ => new Uri(_app.Urls.Single()));

    public static EventSource Source { get; } = new() { Metadata = new() { Name = "shop", NamespaceProperty = "ns" } };

    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
