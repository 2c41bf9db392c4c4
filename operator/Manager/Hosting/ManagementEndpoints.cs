using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Connecting;
using ExtensibleWebhooks.Runtime.Health;
using ExtensibleWebhooks.Runtime.Hosting;
using Prometheus;

namespace ExtensibleWebhooks.Manager.Hosting;

/// <summary>What the kubelet and the monitoring ask.</summary>
internal static class ManagementEndpoints
{
    public static WebApplication MapManagement(this WebApplication app)
    {
        if (app.Services.GetRequiredService<ManagerOptions>().Admission.Enabled)
        {
            app.UseAdmission();
        }

        if (app.Services.GetRequiredService<OAuthOptions>().Enabled)
        {
            ConnectPort.Map(app);
        }

        var health = app.Services.GetRequiredService<OperatorHealth>();
        app.MapGet("/healthz", () => Answer(health.Live()));
        app.MapGet("/readyz", () => Answer(health.Ready()));
        app.MapMetrics();
        return app;
    }

    private static IResult Answer(HealthReport report) =>
        Results.Text(report.ToString(), statusCode: report.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
