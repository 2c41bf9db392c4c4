namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>What a person reads after `helm install`.</summary>
public sealed class NotesTests
{
    private const int MaxLines = 15;

    [Fact]
    public async Task Notes_ByDefault_AreShortAndNameTheNextCommands()
    {
        var notes = await Helm.NotesAsync();

        Assert.InRange(notes.Split('\n').Length, 1, MaxLines);
        Assert.Contains("kubectl -n webhooks-system rollout status deployment/extensible-webhooks", notes, StringComparison.Ordinal);
        Assert.Contains("serves all namespaces", notes, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("watchNamespaces={a,b}", "serves the namespaces a, b")]
    [InlineData("crds.enabled=false", "NOTE: crds.enabled is false")]
    [InlineData("crds.keep=false", "WARNING: crds.keep is false")]
    [InlineData("rbac.create=false", "NOTE: rbac.create is false")]
    [InlineData("operator.replicas=0", "WARNING: operator.replicas is 0")]
    public async Task Notes_OfASettingWithConsequences_NameThem(string setting, string expected) =>
        Assert.Contains(expected, await Helm.NotesAsync(setting), StringComparison.Ordinal);
}
