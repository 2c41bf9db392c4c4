using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.EventLog.Embedded;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Replays;
using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Tests.Storage;

/// <summary>Builds stores over real files, with metrics in a registry of their own.</summary>
internal static class Stores
{
    /// <summary>All that a worker keeps.</summary>
    public static IReadOnlyList<StoreSchema> OfAWorker { get; } = [LogSchema.Schema, ParkingStore.Schema, DeadLetterStore.Schema, ReplaySchema.Schema];

    public static EmbeddedStore Create(EmbeddedStoreOptions options, params StoreSchema[] schemas) =>
        new(options, schemas, new StoreMetrics(Metrics.WithCustomRegistry(Metrics.NewCustomRegistry())), TimeProvider.System, NullLogger<EmbeddedStore>.Instance);

    public static EmbeddedStore Open(EmbeddedStoreOptions options, params StoreSchema[] schemas)
    {
        var store = Create(options, schemas);
        Assert.Null(store.Start().Problem);
        return store;
    }
}
