using System.Text;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Planning;

public class WorkerSecretPlanTests
{
    private const string Source = """
        kind: EventSource
        metadata: {name: shop}
        spec: {}
        """;

    [Fact]
    public void Secret_AboveWhatASecretHolds_StaysAsItWasAndIsTold()
    {
        var planned = new PlanningCase(Source + Destinations(count: 130, mappingBytes: 8_000));

        Assert.Null(planned.Plan.WorkerSecret.Object);
        Assert.Contains("ConfigPublished False ConfigTooLarge: the worker's configuration has", planned.Conditions(), StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_OfTheSameObjectsInAnyOrder_IsTheSame()
    {
        var documents = Destinations(count: 3, mappingBytes: 10).Split("---\n", StringSplitOptions.RemoveEmptyEntries);

        var forward = new PlanningCase($"{Source}\n---\n{string.Join("---\n", documents)}");
        var backward = new PlanningCase($"{Source}\n---\n{string.Join("---\n", documents.Reverse())}");

        Assert.NotNull(forward.Plan.WorkerSecret.Object);
        Assert.Equal(forward.Plan.WorkerSecret.Object.Hash, backward.Plan.WorkerSecret.Object?.Hash);
    }

    [Fact]
    public void Secret_WithAnInspectTokenAlready_KeepsIt()
    {
        var fresh = new PlanningCase(Source);
        var known = new PlanningCase(Source + "\n---\nkind: Secret\nmetadata: {name: shop-worker}\nstringData: {inspect-token: known}\n");

        Assert.Equal("fresh-inspect-token", InspectTokenOf(fresh));
        Assert.Equal("known", InspectTokenOf(known));
    }

    private static string InspectTokenOf(PlanningCase planned) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(planned.Plan.WorkerSecret.Object?.Document["data"]?["inspect-token"]?.GetValue<string>() ?? ""));

    private static string Destinations(int count, int mappingBytes) => string.Concat(Enumerable.Range(0, count).Select(index => $$"""

        ---
        kind: WebhookDestination
        metadata: {name: d{{index}}}
        spec: {sourceRef: {name: shop}, enabled: true}
        ---
        kind: WebhookMapping
        metadata: {name: m{{index}}}
        spec:
          destinationRef: {name: d{{index}}}
          enabled: true
          trigger: all
          url: https://api.example.com/
          data: {text: "{{new string('x', mappingBytes)}}"}

        """));
}
