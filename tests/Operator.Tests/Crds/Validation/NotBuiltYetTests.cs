using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Validation;

public class NotBuiltYetTests
{
    /// <summary>One asking document for each row of the list.</summary>
    public static TheoryData<string, string, string> Asking => new()
    {
        { "EventSource", "spec.engine.type", """{"engine": {"type": "Redis", "redis": {"urlSecretRef": {"name": "a", "key": "b"}}}}""" },
        { "EventSource", "spec.workers.autoscaling", """{"workers": {"autoscaling": {"maxReplicas": 3}}}""" },
        { "EventSource", "spec.ingest.corsOrigins", """{"ingest": {"corsOrigins": ["https://shop.example.com"]}}""" },
    };

    [Theory]
    [MemberData(nameof(Asking))]
    public void Validate_OfWhatIsNotBuilt_SaysSoAndNothingElse(string kind, string path, string spec)
    {
        var diagnostic = Assert.Single(ManifestValidator.Validate(Samples.Manifest(kind, spec)));

        Assert.Equal((path, DiagnosticKind.NotSupported), (diagnostic.Path, diagnostic.Kind));
        Assert.Matches("^this version does not do .+: remove it; use .+", diagnostic.Message);
    }

    [Fact]
    public void List_OfWhatIsNotBuilt_IsTestedRowByRow() =>
        Assert.Equal(
            NotBuiltYet.Paths.Order(),
            Asking.Select(row => (row.Data.Item1, row.Data.Item2)).Order());

    [Fact]
    public void Validate_OfWhatIsNotBuiltAndIsWrongToo_SaysBoth()
    {
        var diagnostics = ManifestValidator.Validate(Samples.Manifest("EventSource", """{"engine": {"type": "Redis"}}"""));

        Assert.Equal([DiagnosticKind.NotSupported, DiagnosticKind.Invalid], diagnostics.Select(diagnostic => diagnostic.Kind));
    }
}
