using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Tests.Hosting;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>
/// Accounts for every event that was answered 200: at each destination it was delivered, with its content, or is a dead letter that the receiver gave reason for.
/// It counts what came more than once, and holds each life of the worker against what the one before left to be repeated.
/// </summary>
internal sealed class Judge(Producer producer, FaultyReceiver receiver)
{
    /// <summary>What was taken until the last kill.</summary>
    private readonly Dictionary<(string Destination, string Id), int> _before = [];

    /// <summary>How many of the deliveries that each kill left are more than an event's first: the window in flight.</summary>
    private readonly List<int> _windows = [];

    private Remains _left = Remains.None;
    private int _repeated;

    /// <summary>A kill, and what it left.</summary>
    public async Task KilledAsync(Remains remains, CancellationToken cancellationToken)
    {
        // What it had sent is its own, even if it is taken only now.
        await receiver.WaitUntilLeftAsync(cancellationToken);
        EndLife();
        _left = remains;
        _windows.Add(remains.Copies.Sum(copies => copies.Value - (_before.ContainsKey(copies.Key) ? 0 : 1)));
        var overtook = remains.Copies.Keys.Where(_before.ContainsKey).CountBy(key => key.Destination);
        Assert.All(overtook, lane => Assert.InRange(lane.Value, 0, LaneLimits.Window));
    }

    /// <summary>After all is settled.</summary>
    /// <param name="worker">Running.</param>
    /// <param name="destinations">By name.</param>
    /// <param name="cancellationToken">The test's.</param>
    /// <returns>How often a webhook came once more.</returns>
    public async Task<int> AccountAsync(IInspected worker, IReadOnlyList<string> destinations, CancellationToken cancellationToken)
    {
        Assert.NotEmpty(producer.Promised);
        EndLife();
        var letters = 0;
        foreach (var destination in destinations)
        {
            var dead = await worker.DeadLettersAsync(destination, cancellationToken);
            letters += dead.Count;
            foreach (var (id, number) in producer.Promised)
            {
                Account(destination, id, number, dead);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{producer.Promised.Count} promised, {receiver.Taken.Count} taken, {_repeated} once more, {letters} dead letters; {_windows.Count} kills left {_windows.Sum()} in flight, at most {_windows.DefaultIfEmpty().Max()} at once");
        return _repeated;
    }

    /// <summary>
    /// A life delivers an event that is new once, and one that it found once for each copy: in the log behind the cursor, and in each parked delivery. What an earlier life has committed never comes again.
    /// </summary>
    private void EndLife()
    {
        foreach (var ((path, id), taken) in receiver.Taken)
        {
            var key = (Destination: path.TrimStart('/'), id);
            var before = _before.GetValueOrDefault(key);
            var news = before == 0 ? 1 : 0;
            var allowed = Math.Max(news, _left.CopiesOf(key.Destination, id));
            Assert.True(taken.Count - before <= allowed, $"{key} came {taken.Count - before} times in a life that had {allowed} to deliver");
            _repeated += Math.Max(0, taken.Count - before - news);
            _before[key] = taken.Count;
        }
    }

    private void Account(string destination, string id, int number, IReadOnlySet<string> dead)
    {
        if (receiver.Taken.TryGetValue(($"/{destination}", id), out var taken))
        {
            Assert.All(taken, came => Assert.Equal(number, came));
            return;
        }

        Assert.True(FaultyReceiver.IsRefused(number) && dead.Contains(id), $"{destination} lost {id}");
    }
}
