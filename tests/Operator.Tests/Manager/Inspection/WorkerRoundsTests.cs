using System.Collections.Concurrent;
using System.Text;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Inspection;

public class WorkerRoundsTests
{
    private readonly WorkersStand _stand = new();
    private readonly ConcurrentBag<string> _asked = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Round_WhereOneSourceFails_AsksTheOthers()
    {
        foreach (var name in Enumerable.Range(0, 20).Select(number => $"s{number}"))
        {
            _stand.Add(name);
        }

        await _stand.Rounds.EachAsync(
            _stand.Sources,
            (source, _, _) =>
            {
                _asked.Add(source.Metadata.Name);
                return source.Metadata.Name == "s0" ? throw new InvalidOperationException("a fault") : Task.CompletedTask;
            },
            Cancelled);

        Assert.Equal(20, _asked.Count);
    }

    [Fact]
    public async Task Round_OfWorkersReadyAndNot_AsksTheReadyOnesWithTheirTokens()
    {
        _stand.Add("shop", "one");
        _stand.Add("app", "two");
        _stand.Add("idle", ready: 0);

        await _stand.Rounds.EachAsync(
            _stand.Sources,
            (source, token, _) =>
            {
                _asked.Add($"{source.Metadata.Name} {Encoding.UTF8.GetString(token)}");
                return Task.CompletedTask;
            },
            Cancelled);

        Assert.Equal(["app two", "shop one"], _asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Round_Cancelled_Ends()
    {
        _stand.Add("shop");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);

        var round = _stand.Rounds.EachAsync(_stand.Sources, (_, _, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken), stopping.Token);
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => round);
    }
}
