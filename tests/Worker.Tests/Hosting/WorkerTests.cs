using System.Text.Json;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>Tests of a whole worker in the test's process, and a receiver of its webhooks.</summary>
public abstract class WorkerTests : IAsyncLifetime
{
    /// <summary>Data of a mapping: the event's id.</summary>
    private protected const string Id = """{"id":{"@path":"$.messageId"}}""";

    private Receiver? _receiver;

    private protected static CancellationToken Ending => TestContext.Current.CancellationToken;

    private protected RunningWorker Worker { get; } = new();

    private protected Receiver Receiver => _receiver ?? throw new InvalidOperationException("Not started.");

    public virtual async ValueTask InitializeAsync() => _receiver = await StartReceiverAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await Receiver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static long Number(JsonElement figures, string name) => figures.GetProperty(name).GetInt64();

    /// <summary>Empty where there is none.</summary>
    private protected static string Text(JsonElement figures, string name) => figures.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private protected virtual Task<Receiver> StartReceiverAsync() => Receiver.StartAsync();

    /// <summary>Starts the worker with these destinations, and waits until it is ready.</summary>
    private protected Task StartAsync(params DestinationConfig[] destinations) => StartAsync(ConfigFolder.Config(destinations));

    /// <inheritdoc cref="StartAsync(DestinationConfig[])"/>
    private protected async Task StartAsync(WorkerConfig config)
    {
        Worker.Config.Write(config);
        await Worker.StartAsync();
        await Worker.WaitUntilReadyAsync();
    }

    /// <summary>Posts events of one user, m-0 and on.</summary>
    private protected async Task PostAsync(int first, int count) =>
        Assert.Equal(200, await Worker.PostAsync([.. Enumerable.Range(first, count).Select(number => RunningWorker.Track($"m-{number}"))]));

    /// <summary>The address of something of the inspect API.</summary>
    private protected string Inspect(string path) => $"{Worker.Addresses.ManagementUrl}/inspect/v1/{path}";
}
