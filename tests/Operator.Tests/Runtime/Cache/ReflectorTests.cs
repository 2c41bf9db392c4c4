namespace ExtensibleWebhooks.Operator.Tests.Runtime.Cache;

/// <summary>When a reflector lists, watches and waits, on a virtual clock. What it does over a real connection is in the faults' own tests.</summary>
public sealed class ReflectorTests : IAsyncDisposable
{
    private readonly InformerProbe _probe = new();

    public ValueTask DisposeAsync() => _probe.DisposeAsync();

    [Fact]
    public async Task Watch_LastsFiveToTenMinutes_AndIsResumedWithoutAList()
    {
        _probe.Source.Put("a");
        _probe.Start();
        await _probe.PassUntilAsync(() => _probe.Source.Watches >= 5, TimeSpan.FromHours(1));

        // Nobody sends bookmarks here, so the silence of three minutes ends each watch first.
        Assert.Equal(1, _probe.Source.Lists);
        Assert.Equal(["+a"], _probe.Mirror.Told);
    }

    [Fact]
    public async Task Watch_RefusedAgainAndAgain_ListsAnew()
    {
        _probe.Source.Plan(new SourceFault());
        for (var i = 0; i < 3; i++)
        {
            _probe.Source.Plan(new SourceFault(Status: 500));
        }

        _probe.Start();
        await _probe.PassUntilAsync(() => _probe.Source.Lists == 2, TimeSpan.FromMinutes(5));

        Assert.Equal(2, _probe.Source.Lists);
    }

    [Fact]
    public async Task VeryShortWatches_BackOff_InsteadOfSpinning()
    {
        _probe.Source.Plan(new SourceFault());
        for (var i = 0; i < 100; i++)
        {
            _probe.Source.Plan(new SourceFault(Midstream: MidstreamFault.Close));
        }

        _probe.Start();
        await _probe.PassUntilAsync(() => false, TimeSpan.FromMinutes(2));

        Assert.InRange(_probe.Source.Watches, 4, 12);
    }

    [Fact]
    public async Task Faults_AfterAHealthyTime_StartTheWaitsAnew()
    {
        for (var i = 0; i < 6; i++)
        {
            _probe.Source.Plan(new SourceFault(ThrowsAtOnce: true));
        }

        _probe.Start();
        await _probe.PassUntilAsync(() => _probe.Informer.HasSynced, TimeSpan.FromMinutes(10));
        await _probe.PassUntilAsync(() => false, TimeSpan.FromMinutes(2.5));
        _probe.Source.Plan(new SourceFault(ThrowsAtOnce: true));
        var before = _probe.Source.Watches;
        await _probe.PassUntilAsync(() => _probe.Source.Watches == before + 1, TimeSpan.FromMinutes(5));
        await _probe.PassUntilAsync(() => false, TimeSpan.FromSeconds(3));

        Assert.Equal(before + 2, _probe.Source.Watches);
    }

    [Fact]
    public async Task Metrics_TellListsObjectsAndFreshness()
    {
        _probe.Source.Put("a");
        _probe.Source.Plan(new SourceFault());
        _probe.Source.Plan(new SourceFault(Status: 410));
        _probe.Start();
        await _probe.PassUntilAsync(() => _probe.Source.Lists == 2, TimeSpan.FromMinutes(1));

        using var stream = new MemoryStream();
        await _probe.Registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        var text = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        Assert.Contains("operator_cache_objects{resource=\"configmaps\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("operator_relists_total{resource=\"configmaps\",reason=\"start\"} 1", text, StringComparison.Ordinal);
        Assert.Contains("operator_relists_total{resource=\"configmaps\",reason=\"expired\"} 1", text, StringComparison.Ordinal);
    }
}
