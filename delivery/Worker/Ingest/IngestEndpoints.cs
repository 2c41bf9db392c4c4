namespace ExtensibleWebhooks.Worker.Ingest;

/// <summary>The routes of the tracking API. A trailing slash, which some SDKs send, is the same route.</summary>
internal static class IngestEndpoints
{
    /// <summary>Batches, under the names that the SDKs use.</summary>
    private static readonly string[] BatchRoutes = ["/v1/batch", "/v1/import"];

    public static IEndpointRouteBuilder MapIngest(this IEndpointRouteBuilder endpoints)
    {
        var handler = endpoints.ServiceProvider.GetRequiredService<IngestHandler>();
        foreach (var route in BatchRoutes)
        {
            endpoints.MapPost(route, context => handler.HandleAsync(context, null));
        }

        foreach (var type in EventTypes.All)
        {
            endpoints.MapPost($"/v1/{type.ToName()}", context => handler.HandleAsync(context, type));
        }

        return endpoints;
    }
}
