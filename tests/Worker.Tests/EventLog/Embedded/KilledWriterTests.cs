using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

/// <summary>kill -9 at any moment: what was acknowledged is there, and the log goes on.</summary>
public sealed class KilledWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Log_WhoseProcessIsKilledAgainAndAgain_HasEverythingThatWasAcknowledged()
    {
        var random = new Random(20260701);
        var acknowledged = new List<string>();
        var committed = 0L;
        for (var run = 0; run < 6; run++)
        {
            committed = Math.Max(committed, await RunAndKillAsync(run, random.Next(1, 400), acknowledged));

            await using var harness = await EmbeddedHarness.OpenAsync(folder: _folder.Path);
            var ids = await harness.Log.ReadAllAsync(LogPosition.None, TestContext.Current.CancellationToken);
            Assert.Empty(acknowledged.Except(ids));
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.Equal(ids.Count, (await harness.Log.GetExtentAsync(TestContext.Current.CancellationToken)).Events);
            using var cursor = Assert.IsType<ILogCursor>(await harness.Log.OpenCursorAsync("lane", CursorStart.Oldest, TestContext.Current.CancellationToken), exactMatch: false);
            Assert.InRange((await cursor.GetLagAsync(TestContext.Current.CancellationToken)).Events, 0, ids.Count - committed);
        }

        Assert.NotEmpty(acknowledged);
    }

    /// <summary>Lets a child acknowledge so many lines, kills it, and returns the last position whose commit it acknowledged.</summary>
    private async Task<long> RunAndKillAsync(int run, int lines, List<string> acknowledged)
    {
        using var child = AppendingChild.Start(_folder.Path, run);
        var committed = 0L;
        for (var count = 0; await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line; count++)
        {
            var words = line.Split(' ');
            Assert.True(words[0] is "a" or "c", line);
            if (words[0] == "a")
            {
                acknowledged.AddRange(AppendingChild.IdsOf(run, words[1], words[2]));
            }
            else
            {
                committed = long.Parse(words[1], null);
            }

            if (count == lines)
            {
                // What it wrote before it died is still read: those were acknowledged, too.
                child.Kill();
            }
        }

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        return committed;
    }
}
