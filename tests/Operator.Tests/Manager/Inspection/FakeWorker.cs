using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
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
    private int _asked;

    public FakeWorker()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/inspect/v1/replay", () => Results.Json(new { items = Replays.Values }));
        _app.MapGet("/inspect/v1/replay/{id}", (string id) => Replays.TryGetValue(id, out var replay) ? Results.Json(replay) : Results.NotFound());
        _app.MapDelete("/inspect/v1/replay/{id}", (string id) => Cancel(id));
        _app.MapPost("/inspect/v1/replay", (JsonObject request) => Start(request));
        _app.MapGet("/inspect/v1/status", AnswerTo);
    }

    /// <summary>Null lets everybody in.</summary>
    public string? Token { get; set; }

    public string Answer { get; set; } = "{}";

    public string ContentType { get; set; } = "application/json";

    /// <summary>Its replays by id, as they are told; what was asked for is in each as <c>request</c>.</summary>
    public ConcurrentDictionary<string, JsonObject> Replays { get; } = new();

    /// <summary>Null: replays are begun.</summary>
    public (int Status, string Text)? ReplayRefusal { get; set; }

    /// <summary>How often it was asked by somebody with its token.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Once it is started.</summary>
    public Uri Address => new(_app.Urls.Single());

    public WorkerClient Client => new(WorkerClient.CreateHttp(), _ => Address);

    public static EventSource Source { get; } = new() { Metadata = new() { Name = "shop", NamespaceProperty = "ns" } };

    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IResult Start(JsonObject request)
    {
        if (ReplayRefusal is { } refusal)
        {
            return Results.Text(refusal.Text, statusCode: refusal.Status);
        }

        var id = (string?)request["id"] ?? "";
        var replay = Replays.GetOrAdd(id, _ => new JsonObject { ["id"] = id, ["phase"] = "Running", ["matched"] = 0, ["createdAt"] = "2026-01-31T12:00:00Z", ["request"] = request });
        return Results.Json(replay, statusCode: StatusCodes.Status202Accepted);
    }

    private IResult Cancel(string id)
    {
        if (!Replays.TryGetValue(id, out var replay))
        {
            return Results.NotFound();
        }

        var cancelled = replay.DeepClone().AsObject();
        cancelled["phase"] = "Cancelled";
        Replays[id] = cancelled;
        return Results.Json(cancelled);
    }

    private IResult AnswerTo(HttpRequest request)
    {
        if (Token is not null && request.Headers.Authorization != $"Bearer {Token}")
        {
            return Results.Unauthorized();
        }

        Interlocked.Increment(ref _asked);
        return Results.Bytes(Encoding.UTF8.GetBytes(Answer), ContentType);
    }
}
