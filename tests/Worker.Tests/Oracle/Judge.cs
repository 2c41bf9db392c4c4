using ExtensibleWebhooks.Worker.Tests.Hosting;

namespace ExtensibleWebhooks.Worker.Tests.Oracle;

/// <summary>
/// Accounts for every event that was answered 200: at each destination it was delivered, with its content, or is a dead letter that the receiver gave reason for.
/// It counts what came more than once, and holds each repetition against what the kills left to be repeated.
/// </summary>
internal sealed class Judge(Producer producer, FaultyReceiver receiver)
{
    private readonly List<Remains> _remains = [];

    /// <summary>A kill, and what it left.</summary>
    public void Killed(Remains remains) => _remains.Add(remains);

    /// <summary>After all is settled.</summary>
    /// <param name="worker">Running.</param>
    /// <param name="destinations">By name.</param>
    /// <param name="cancellationToken">The test's.</param>
    /// <returns>How often a webhook came once more.</returns>
    public async Task<int> AccountAsync(IInspected worker, IReadOnlyList<string> destinations, CancellationToken cancellationToken)
    {
        Assert.NotEmpty(producer.Promised);
        var (duplicates, letters) = (0, 0);
        foreach (var destination in destinations)
        {
            var dead = await worker.DeadLettersAsync(destination, cancellationToken);
            letters += dead.Count;
            foreach (var (id, number) in producer.Promised)
            {
                duplicates += Account(destination, id, number, dead);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{producer.Promised.Count} promised, {receiver.Taken.Count} taken, {duplicates} once more, {letters} dead letters; {_remains.Count} kills left {_remains.Sum(remains => remains.Count)} deliveries to be repeated");
        return duplicates;
    }

    private int Account(string destination, string id, int number, IReadOnlySet<string> dead)
    {
        if (!receiver.Taken.TryGetValue(($"/{destination}", id), out var taken))
        {
            Assert.True(FaultyReceiver.IsRefused(number) && dead.Contains(id), $"{destination} lost {id}");
            return 0;
        }

        Assert.All(taken, came => Assert.Equal(number, came));

        // Each life delivers an event once, and beyond that once for each copy that the life before it left: in the log behind the cursor, and in each parked delivery.
        Assert.InRange(taken.Count, 1, 1 + _remains.Sum(remains => remains.CopiesOf(destination, id)));
        return taken.Count - 1;
    }
}
