namespace ExtensibleWebhooks.Operator.Tests.Runtime.Controllers;

public sealed class KeyReconcilerTests : IAsyncDisposable
{
    private readonly ReconcilerProbe _probe = new();

    public ValueTask DisposeAsync() => _probe.DisposeAsync();

    [Fact]
    public async Task Deleted_IsToldWithTheLastVersion_UntilTheControllerTakesNote()
    {
        _probe.Wakeups.Open();
        _probe.Source.Put("a");
        await _probe.WorkAsync();
        _probe.FailingNotices = 2;
        _probe.Source.Delete("a");
        await _probe.WorkAsync();

        Assert.Equal(["reconcile a u1", "deleted a u1", "deleted a u1", "deleted a u1"], _probe.Asked);
    }

    [Fact]
    public async Task DeletedAndCreatedAgain_IsToldAsBoth_InThatOrder()
    {
        _probe.Wakeups.Open();
        _probe.Source.Put("a");
        await _probe.WorkAsync();
        _probe.Source.Delete("a");
        _probe.Source.Put("a");
        await _probe.WorkAsync();

        Assert.Equal(["reconcile a u1", "deleted a u1", "reconcile a u2"], _probe.Asked);
    }

    [Fact]
    public async Task WhileAnotherLeads_NothingPilesUp_AndLeadershipLooksAtWhatIsThere()
    {
        _probe.Source.Put("a");
        _probe.Source.Put("b");
        _probe.Source.Delete("a");
        await _probe.WorkAsync();
        Assert.Empty(_probe.Asked);

        _probe.Wakeups.Open();
        await _probe.WorkAsync();

        Assert.Equal(["reconcile b u2"], _probe.Asked);
    }
}
