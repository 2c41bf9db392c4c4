using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>
/// Registers the room. The host adds the event log, the clock, the metric factory and the <see cref="MessageIdFactory"/>, maps the endpoints with
/// <see cref="IngestEndpoints.MapIngest"/>, and opens ingest by <see cref="IngestControl.Configure"/> once the log runs.
/// </summary>
internal static class IngestServices
{
    public static IServiceCollection AddIngest(this IServiceCollection services)
    {
        services.TryAddSingleton<IngestControl>();
        services.TryAddSingleton<IngestMetrics>();
        services.TryAddSingleton<IngestReports>();
        services.TryAddSingleton<InFlightBudget>();
        services.TryAddSingleton<IngestHandler>();
        return services;
    }
}
