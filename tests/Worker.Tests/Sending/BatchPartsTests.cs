using CsCheck;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Worker.Batching;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Tests.Batching;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Worker.Tests.Sending;

public class BatchPartsTests
{
    private static readonly Gen<BatchFormat> Formats = Gen.Int[0, 2].Select(format => (BatchFormat)format);

    /// <summary>What is left of a batch is the batch that would have been made of those events alone, to the byte and to the id.</summary>
    [Fact]
    public void Part_OfAnyEvents_IsTheBatchOfThemAlone() => Gen.Select(Formats, Gen.Int[1, 9].Array[2, 12], Gen.Int[1, 4095]).Sample((format, events, chosen) =>
    {
        var mapping = Members.Mapping(new BatchingSpec { Format = format, WrapKey = format == BatchFormat.Wrapped ? "records" : null });
        var which = Enumerable.Range(0, events.Length).Where(index => (chosen & (1 << index)) != 0).DefaultIfEmpty(0).ToList();
        var whole = BatchOf(mapping, [.. Enumerable.Range(0, events.Length)], events);

        var part = BatchParts.Of(whole, [.. which.Select(index => whole.Items![index])]);

        var alone = BatchOf(mapping, which, events);
        Assert.Equal(Members.Text(alone), Members.Text(part));
        Assert.Equal(alone.Items, part.Items);
        Assert.Equal(alone.WebhookId, part.WebhookId);
    });

    [Fact]
    public void Id_OfABatch_FollowsFromItsEvents()
    {
        var mapping = Members.Mapping(new BatchingSpec());
        var pair = BatchOf(mapping, [0, 1], [1, 1]);

        Assert.Equal(pair.WebhookId, BatchOf(mapping, [0, 1], [5, 6]).WebhookId);
        Assert.NotEqual(pair.WebhookId, BatchOf(mapping, [1, 0], [1, 1]).WebhookId);
        Assert.Matches("^msg_[0-9a-f]{32}$", pair.WebhookId);
        Assert.Equal(WebhookIds.Of("0", "orders"), BatchOf(mapping, [0], [1]).WebhookId);
    }

    private static WebhookRequest BatchOf(ExtensibleWebhooks.Worker.Configuration.MappingSettings mapping, IEnumerable<int> which, int[] lengths)
    {
        var batcher = new Batcher(BatchLimits.Default, new FakeTimeProvider());
        foreach (var index in which)
        {
            batcher.Add(Members.Member(mapping, index, $"{{\"i\":{index},\"x\":\"{new string('x', lengths[index])}\"}}"));
        }

        batcher.CloseAll();
        var next = batcher.NextAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.True(next.IsCompletedSuccessfully);
        return next.Result.Request;
    }
}
