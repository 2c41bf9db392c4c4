using System.Globalization;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Lanes;
using Microsoft.Data.Sqlite;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>The management port: <c>/metrics</c>, <c>/healthz</c>, <c>/readyz</c>, and <c>/inspect/v1/…</c> for who may.</summary>
internal sealed class ManagementEndpoints(CollectorRegistry registry, WorkerConfiguration configuration, Func<bool> isReady)
{
    private const int MaxLimit = 1000;
    private const int DefaultLimit = 100;

    private volatile WorkerInspector? _inspector;
    private volatile LaneMetrics? _laneMetrics;

    /// <summary>The worker's rooms are open: until then only health is told.</summary>
    public void Open(WorkerInspector inspector, LaneMetrics laneMetrics, TimeProvider time)
    {
        _laneMetrics = laneMetrics;
        _inspector = inspector;
        registry.AddBeforeCollectCallback(token => ObserveAsync(time, token));
    }

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        try
        {
            await (path switch
            {
                "/healthz" => TextAsync(context, StatusCodes.Status200OK, "ok"),
                "/readyz" => isReady() ? TextAsync(context, StatusCodes.Status200OK, "ok") : TextAsync(context, StatusCodes.Status503ServiceUnavailable, "not ready"),
                "/metrics" => MetricsAsync(context),
                _ when path.StartsWith("/inspect/v1/", StringComparison.Ordinal) => InspectAsync(context, path),
                _ => TextAsync(context, StatusCodes.Status404NotFound, "not found"),
            });
        }
        catch (SqliteException exception)
        {
            await TextAsync(context, StatusCodes.Status503ServiceUnavailable, $"the store cannot be read: {exception.Message}");
        }
    }

    private static Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }

    private async Task MetricsAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;
        await registry.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted);
    }

    private async Task InspectAsync(HttpContext context, string path)
    {
        if (!InspectAccess.IsAllowed(context, configuration.Current))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await TextAsync(context, StatusCodes.Status401Unauthorized, "a bearer token is needed; without one configured, a connection from this machine");
            return;
        }

        if (_inspector is not { } inspector)
        {
            await TextAsync(context, StatusCodes.Status503ServiceUnavailable, "the worker is starting");
            return;
        }

        await (path["/inspect/v1/".Length..] switch
        {
            "status" => JsonAsync(context, await inspector.GetStatusAsync(isReady(), context.RequestAborted)),
            "dead-letters" => DeadLettersAsync(context, inspector),
            _ => TextAsync(context, StatusCodes.Status404NotFound, "not found"),
        });
    }

    private static async Task DeadLettersAsync(HttpContext context, WorkerInspector inspector)
    {
        var query = context.Request.Query;
        var destination = query.TryGetValue("destination", out var name) ? name.ToString() : null;
        long? before = long.TryParse(query["before"], CultureInfo.InvariantCulture, out var id) ? id : null;
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, MaxLimit) : DefaultLimit;
        await JsonAsync(context, await inspector.ListDeadLettersAsync(destination, before, limit, context.RequestAborted));
    }

    private static Task JsonAsync<T>(HttpContext context, T value) => context.Response.WriteAsJsonAsync(value, Json.Options, context.RequestAborted);

    private async Task ObserveAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (_inspector is not { } inspector || _laneMetrics is not { } metrics)
        {
            return;
        }

        foreach (var status in await inspector.GetLanesAsync(cancellationToken))
        {
            metrics.Observe(status, time.GetUtcNow());
        }
    }
}
