using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Lanes;
using Microsoft.Data.Sqlite;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>The management port: <c>/metrics</c>, <c>/healthz</c>, <c>/readyz</c>, and <c>/inspect/v1/…</c> for who may.</summary>
internal sealed class ManagementEndpoints(CollectorRegistry registry, WorkerConfiguration configuration, Func<bool> isReady)
{
    private const string InspectPath = "/inspect/v1/";

    private volatile InspectEndpoints? _inspect;

    /// <summary>The worker's rooms are open: until then only health is told.</summary>
    public void Open(InspectEndpoints inspect, LaneMetrics laneMetrics, TimeProvider time)
    {
        _inspect = inspect;
        registry.AddBeforeCollectCallback(token => ObserveAsync(inspect.Inspector, laneMetrics, time, token));
    }

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(InspectPath, StringComparison.Ordinal) && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        try
        {
            await (path switch
            {
                "/healthz" => Answers.TextAsync(context, StatusCodes.Status200OK, "ok"),
                "/readyz" => isReady() ? Answers.TextAsync(context, StatusCodes.Status200OK, "ok") : Answers.TextAsync(context, StatusCodes.Status503ServiceUnavailable, "not ready"),
                "/metrics" => MetricsAsync(context),
                _ when path.StartsWith(InspectPath, StringComparison.Ordinal) => InspectAsync(context, path[InspectPath.Length..]),
                _ => Answers.TextAsync(context, StatusCodes.Status404NotFound, "not found"),
            });
        }
        catch (SqliteException exception) when (!context.Response.HasStarted)
        {
            await Answers.TextAsync(context, StatusCodes.Status503ServiceUnavailable, $"the store cannot be read: {exception.Message}");
        }
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
            await Answers.TextAsync(context, StatusCodes.Status401Unauthorized, "a bearer token is needed; without one configured, a connection from this machine");
            return;
        }

        if (_inspect is not { } inspect)
        {
            await Answers.TextAsync(context, StatusCodes.Status503ServiceUnavailable, "the worker is starting");
            return;
        }

        await inspect.HandleAsync(context, path, isReady());
    }

    private static async Task ObserveAsync(WorkerInspector inspector, LaneMetrics metrics, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var status in await inspector.GetLanesAsync(cancellationToken))
        {
            metrics.Observe(status, time.GetUtcNow());
        }
    }
}
