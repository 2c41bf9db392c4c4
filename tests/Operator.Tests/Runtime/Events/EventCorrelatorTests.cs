using ExtensibleWebhooks.Runtime.Events;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Events;

/// <summary>Counting, folding and limiting, by client-go's numbers.</summary>
public class EventCorrelatorTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly EventCorrelator _correlator = new();

    [Fact]
    public void TheSameAgain_IsCounted_OnOneObject()
    {
        var first = _correlator.Correlate(Event("m", 0));
        var second = _correlator.Correlate(Event("m", 60));

        Assert.Equal(1, first?.Count);
        Assert.Equal((first?.Name, 2, Start.AddSeconds(60)), (second?.Name, second?.Count, second?.Last));
    }

    [Fact]
    public void MoreThanTenSimilar_AreFoldedIntoOne()
    {
        var series = Enumerable.Range(0, 13).Select(number => _correlator.Correlate(Event($"m{number}", number))).ToList();

        Assert.Equal(10, series.Take(10).Select(one => one?.Name).Distinct().Count());
        Assert.All(series.Skip(10), one => Assert.StartsWith("(combined from similar events): m", one?.Message, StringComparison.Ordinal));
        Assert.Equal([1, 2, 3], series.Skip(10).Select(one => one?.Count ?? 0));
    }

    [Fact]
    public void AfterTenQuietMinutes_SimilarEventsStandAloneAgain()
    {
        for (var i = 0; i < 12; i++)
        {
            _correlator.Correlate(Event($"m{i}", i));
        }

        Assert.Equal("later", _correlator.Correlate(Event("later", 11 * 60))?.Message);
    }

    [Fact]
    public void OneObject_GetsABurstOf25_ThenOneEveryFiveMinutes_AndOthersAreNotConcerned()
    {
        var passed = Enumerable.Range(0, 100).Count(_ => _correlator.Correlate(Event("m", 0)) is not null);

        Assert.Equal(25, passed);
        Assert.Null(_correlator.Correlate(Event("m", 299)));
        Assert.NotNull(_correlator.Correlate(Event("m", 300)));
        Assert.Null(_correlator.Correlate(Event("m", 300)));
        Assert.NotNull(_correlator.Correlate(Event("m", 0, name: "other")));
    }

    [Fact]
    public void LongMessage_IsCut_AndLongNamesStayNames()
    {
        var series = _correlator.Correlate(Event(new string('x', 5000), 0, name: new string('n', 253)));

        Assert.Equal(1024, series?.Message.Length);
        Assert.InRange(series?.Name.Length ?? 0, 1, 253);
    }

    [Fact]
    public void Renewed_StartsANewObjectWithANewName()
    {
        var first = _correlator.Correlate(Event("m", 0));
        _correlator.Correlate(Event("m", 1));
        var renewed = _correlator.Renew(Event("m", 1));
        var next = _correlator.Correlate(Event("m", 2));

        Assert.NotEqual(first?.Name, renewed.Name);
        Assert.Equal((renewed.Name, 2), (next?.Name, next?.Count));
    }

    [Fact]
    public void MemoryIsBounded_TheOldestAreForgotten()
    {
        var cache = new LruCache<int, string>(3);
        for (var i = 0; i < 4; i++)
        {
            cache.Set(i, $"{i}");
            cache.Get(0);
        }

        Assert.Equal(["0", null, "2", "3"], Enumerable.Range(0, 4).Select(cache.Get));
    }

    private static ObservedEvent Event(string message, int seconds, string name = "w") => new(
        new V1ObjectReference { ApiVersion = "v1", Kind = "ConfigMap", NamespaceProperty = "n", Name = name, Uid = "u" },
        "Tested",
        message,
        EventType.Normal,
        Start.AddSeconds(seconds));
}
