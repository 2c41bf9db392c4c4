using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.EventLog;
using ExtensibleWebhooks.Worker.EventLog.Embedded;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Hosting;
using ExtensibleWebhooks.Worker.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>What a kill leaves to be delivered, once more perhaps: of each lane the events behind its cursor, and those that are parked.</summary>
internal sealed class Remains
{
    public static readonly Remains None = new();

    private readonly Dictionary<(string Destination, string Id), int> _copies = [];

    /// <summary>By destination and event: how often it may be delivered yet. At least 1.</summary>
    public IReadOnlyDictionary<(string Destination, string Id), int> Copies => _copies;

    public int CopiesOf(string destination, string id) => _copies.GetValueOrDefault((destination, id));

    /// <summary>Reads a copy of a store that nobody has open.</summary>
    public static async Task<Remains> ReadAsync(string dataFolder, CancellationToken cancellationToken)
    {
        using var copy = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(dataFolder, $"{EmbeddedStoreOptions.FileName}*"))
        {
            File.Copy(file, copy.At(Path.GetFileName(file)));
        }

        var remains = new Remains();
        using var store = Stores.Open(new EmbeddedStoreOptions { Folder = copy.Path }, [.. Stores.OfAWorker]);
        var metrics = new EventLogMetrics(Metrics.WithCustomRegistry(Metrics.NewCustomRegistry()));
        using var log = new EmbeddedEventLog(store, new EmbeddedLogOptions(), new LogWatch(TimeProvider.System, metrics, NullLogger<EmbeddedEventLog>.Instance));
        Assert.Null((await log.StartAsync(cancellationToken)).Problem);
        foreach (var (lane, next) in await store.ReadAsync(Cursors, cancellationToken))
        {
            remains.Add(lane, await IdsFromAsync(log, next, cancellationToken));
            var parked = await new ParkingStore(store).ReadAllAsync(lane, int.MaxValue, cancellationToken);
            remains.Add(lane, parked.SelectMany(delivery => WorkerAccounts.IdsOf(Encoding.UTF8.GetString(delivery.Request.Body.GetValueOrDefault().Span))));
        }

        return remains;
    }

    private static List<(string Lane, long Next)> Cursors(StoreConnection connection)
    {
        using var reader = connection.Command("SELECT lane, next FROM log_cursor").ExecuteReader();
        var cursors = new List<(string, long)>();
        while (reader.Read())
        {
            cursors.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return cursors;
    }

    private static async Task<IEnumerable<string>> IdsFromAsync(EmbeddedEventLog log, long next, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        for (var from = new LogPosition(next); await log.ReadAsync(from, 1000, cancellationToken) is { Events.Count: > 0 } slice; from = slice.Next)
        {
            Assert.Equal(0, slice.Missed);
            ids.AddRange(slice.Events.Select(entry => JsonSerializer.Deserialize<JsonElement>(entry.Json.Span).GetProperty("messageId").GetString() ?? ""));
        }

        return ids;
    }

    private void Add(string lane, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            var key = (DestinationSettings.NameOf(lane), id);
            _copies[key] = _copies.GetValueOrDefault(key) + 1;
        }
    }
}
