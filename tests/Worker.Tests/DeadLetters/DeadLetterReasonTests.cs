using ExtensibleWebhooks.Worker.DeadLetters;

namespace ExtensibleWebhooks.Worker.Tests.DeadLetters;

public sealed class DeadLetterReasonTests
{
    /// <summary>A WebhookReplay names them, and the worker reads them by name.</summary>
    [Fact]
    public void Reasons_OfTheKind_AreThoseOfTheWorker() =>
        Assert.Equal(Enum.GetNames<DeadLetterReason>(), Enum.GetNames<ExtensibleWebhooks.Crds.WebhookReplays.DeadLetterReason>());
}
