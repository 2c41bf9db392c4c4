using System.Globalization;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Manager.Inspection;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Inspection;

public class FigurePatchesTests
{
    private static readonly DateTimeOffset Moment = DateTimeOffset.Parse("2026-01-02T03:04:05.678Z", CultureInfo.InvariantCulture);

    [Fact]
    public void Figures_OfAWorkerThatDidNothing_AreNotWritten()
    {
        Assert.Null(FigurePatches.Of(FakeWorker.Source, new EventFigures()));
        Assert.Null(FigurePatches.Of(Destination(null), new DestinationFigures { Name = "crm" }));
    }

    [Fact]
    public void Figures_ThatTheStatusHas_AreNotWrittenAgain()
    {
        var known = new DeliveryStatus { Delivered = 2, LastDeliveryTime = Moment.UtcDateTime.AddTicks(-(Moment.Ticks % TimeSpan.TicksPerSecond)) };

        Assert.Null(FigurePatches.Of(Destination(known), new DestinationFigures { Name = "crm", Delivered = 2, LastDeliveryTime = Moment }));
    }

    [Fact]
    public void Figures_ThatChanged_AreWrittenAndTheOthersAreNot()
    {
        var known = new DeliveryStatus { Delivered = 2, Failed = 1, LastError = "503", OldestPending = Moment.UtcDateTime };

        var patch = FigurePatches.Of(Destination(known), new DestinationFigures { Name = "crm", Delivered = 3, Failed = 1 });

        Assert.Equal("""{"status":{"delivery":{"delivered":3,"oldestPending":null,"lastError":null}}}""", patch?.ToJsonString());
    }

    [Fact]
    public void Figures_OfALaneThatWaits_SayWhy_AndOfOneThatGoesOn_NoMore()
    {
        var held = FigurePatches.Of(Destination(new DeliveryStatus()), new DestinationFigures { Name = "crm", HeldReason = "CircuitOpen", Held = "the receiver fails" });
        Assert.Equal("""{"status":{"delivery":{"heldReason":"CircuitOpen","held":"the receiver fails"}}}""", held?.ToJsonString());

        var known = new DeliveryStatus { HeldReason = "CircuitOpen", Held = "the receiver fails" };
        Assert.Equal("""{"status":{"delivery":{"heldReason":null,"held":null}}}""", FigurePatches.Of(Destination(known), new DestinationFigures { Name = "crm" })?.ToJsonString());
    }

    [Fact]
    public void Figures_OfTheFirstEvents_AreWritten()
    {
        var patch = FigurePatches.Of(FakeWorker.Source, new EventFigures { Accepted = 5, Rejected = 1 });

        Assert.Equal("""{"status":{"events":{"accepted":5,"rejected":1,"duplicates":0}}}""", patch?.ToJsonString());
    }

    private static WebhookDestination Destination(DeliveryStatus? delivery) => new()
    {
        Spec = new WebhookDestinationSpec { SourceRef = new() { Name = "shop" } },
        Status = new WebhookDestinationStatus { Delivery = delivery },
    };
}
