using System.Net;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>What every test of the promise has: a configuration, a folder for the data, a receiver where the real program may reach it.</summary>
internal sealed class OracleWorld : IAsyncDisposable
{
    private const string Data = """{"id":{"@path":"$.messageId"},"number":{"@path":"$.properties.number"}}""";

    private readonly TemporaryFolder _data = new();
    private readonly IPAddress _address;

    private OracleWorld(IPAddress address, Receiver receiver)
    {
        _address = address;
        Receiver = receiver;
    }

    public ConfigFolder Config { get; } = new();

    public string DataFolder => _data.Path;

    public Receiver Receiver { get; }

    /// <summary>Skips the test on a machine that has no address but loopback, which the program refuses by design.</summary>
    public static async Task<OracleWorld> StartAsync()
    {
        var address = MachineAddress.Find();
        Assert.SkipWhen(address is null, "This machine has no IPv4 address but loopback.");
        return new OracleWorld(address, await Receiver.StartAsync("0.0.0.0"));
    }

    /// <summary>The program over this world.</summary>
    /// <param name="dataFolder">Null: the world's own.</param>
    /// <param name="environment">Null: nothing beside the test's own.</param>
    public WorkerProcess Worker(string? dataFolder = null, IReadOnlyDictionary<string, string>? environment = null) =>
        new(Config.Path, dataFolder ?? DataFolder, $"{_address}/32", environment);

    /// <summary>A destination at the path of its name, whose webhooks are the event's id and number. The one of <see cref="FaultyReceiver.Batched"/> sends batches.</summary>
    public DestinationConfig Destination(string name)
    {
        var url = new UriBuilder(Receiver.Url) { Host = _address.ToString(), Path = name }.Uri.AbsoluteUri;
        var batching = new BatchingSpec { Enabled = $"/{name}" == FaultyReceiver.Batched, MaxSize = 20, MaxWait = Duration.Parse("50ms"), ItemStatusPath = "$[*]" };
        var destination = ConfigFolder.Destination(name, ConfigFolder.Mapping("count", url, data: Data) with { Batching = batching });
        return destination with
        {
            Delivery = destination.Delivery with { Retry = new RetrySpec { InitialBackoff = Duration.Parse("100ms"), MaxBackoff = Duration.Parse("1s") } },
        };
    }

    /// <summary>The destinations that are told apart by what they refuse: nothing, one event of ten, and the same in batches.</summary>
    public WorkerConfig ThreeDestinations() => ConfigFolder.Config(Destination("plain"), Destination("picky"), Destination("batched"));

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        Config.Dispose();
        _data.Dispose();
    }
}
