using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Runtime.Client;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;

/// <summary>
/// An API server on loopback that serves ConfigMaps from <see cref="FakeObjects"/> and, where a script says so, does what a real one does not do on demand.
/// A script's step takes one request of its sort; a step that returns false leaves the answer to the server.
/// </summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task<bool>>> _lists = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task<bool>>> _watches = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task<bool>>> _others = new();
    private readonly CancellationTokenSource _stopping = new();

    private FakeApiServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public FakeObjects Objects { get; } = new();

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    public Uri Url => new(_app.Urls.First());

    public int Lists => Requests.Count(request => request.IsList);

    public int Watches => Requests.Count(request => request.IsWatch);

    public static async Task<FakeApiServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new FakeApiServer();
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>A client of it.</summary>
    public Kubernetes Connect(string? token = null) =>
        KubernetesConnection.Create(new KubernetesClientConfiguration { Host = Url.ToString(), AccessToken = token });

    public void NextList(Func<HttpContext, Task<bool>> step) => _lists.Enqueue(step);

    public void NextWatch(Func<HttpContext, Task<bool>> step) => _watches.Enqueue(step);

    public void NextOther(Func<HttpContext, Task<bool>> step) => _others.Enqueue(step);

    /// <summary>The rest of a watch, as a server without faults gives it.</summary>
    public async Task StreamAsync(HttpContext context, string from)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        if (Objects.PositionOf(from) is not { } position)
        {
            await FakeAnswers.StatusAsync(context, 410, "Expired");
            return;
        }

        await context.Response.StartAsync(end.Token);
        await context.Response.Body.FlushAsync(end.Token);
        var @namespace = FakeRequest.NamespaceOf(context.Request.Path);
        try
        {
            while (true)
            {
                var line = await Objects.WaitForAsync(position++, end.Token);
                if (@namespace is null || (string?)line["object"]?["metadata"]?["namespace"] == @namespace)
                {
                    await FakeAnswers.LineAsync(context, line);
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client left, or the test is over.
        }
    }

    /// <summary>Nobody listens any more.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var request = FakeRequest.Of(context.Request, await reader.ReadToEndAsync(context.RequestAborted));
        Requests.Enqueue(request);
        var script = request.IsWatch ? _watches : request.IsList ? _lists : _others;
        if (script.TryDequeue(out var step) && await step(context))
        {
            return;
        }

        if (request.IsWatch)
        {
            await StreamAsync(context, request.Query["resourceVersion"]);
        }
        else if (request.IsList)
        {
            await FakeAnswers.JsonAsync(context, Objects.List(FakeRequest.NamespaceOf(context.Request.Path)));
        }
        else
        {
            await FakeAnswers.JsonAsync(context, JsonNode.Parse(request.Body.Length == 0 ? "{}" : request.Body) as JsonObject ?? []);
        }
    }
}
