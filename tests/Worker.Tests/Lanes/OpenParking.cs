using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Parking;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;
using ExtensibleWebhooks.Worker.Tests.Storage;

namespace ExtensibleWebhooks.Worker.Tests.Lanes;

/// <summary>A parking on a real file, and deliveries for it.</summary>
internal sealed class OpenParking : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedStore _file;

    public OpenParking()
    {
        _file = Stores.Open(new EmbeddedStoreOptions { Folder = _folder.Path }, ParkingStore.Schema, DeadLetterStore.Schema);
        Store = new ParkingStore(_file);
    }

    public ParkingStore Store { get; }

    /// <summary>Parks one that has been tried once.</summary>
    public async Task ParkAsync(string lane, string id, DateTimeOffset nextAttemptAt)
    {
        var delivery = new ParkedDelivery
        {
            Lane = lane,
            Mapping = "orders",
            Request = new WebhookRequest { WebhookId = id, Target = new WebhookTarget { Method = "POST", Url = "http://x/" } },
            Position = 17,
            ReceivedAt = nextAttemptAt,
            FirstAttemptAt = nextAttemptAt,
            NextAttemptAt = nextAttemptAt,
            Attempts = 1,
            Waits = 1,
        };
        var (outcome, _) = await Store.ParkAsync(delivery, TestContext.Current.CancellationToken);
        Assert.True(outcome.IsDurable, outcome.Reason);
    }

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }
}
