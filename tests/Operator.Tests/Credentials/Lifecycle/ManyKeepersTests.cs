using CsCheck;
using ExtensibleWebhooks.Credentials.Lifecycle;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Lifecycle;

/// <summary>
/// Several processes over one store, in any order of their steps: every read, write, request and answer waits until the schedule lets it go on; processes die, clocks advance,
/// answers get lost. The provider is one that ends a family of tokens when a refresh token comes twice.
/// </summary>
public class ManyKeepersTests
{
    private static readonly Gen<Step> Steps = Gen.Frequency(
        (4, Gen.Int[0, 2].Select(keeper => new Step(StepKind.Keep, keeper))),
        (12, Gen.Int[0, 5].Select(waiter => new Step(StepKind.GoOn, waiter))),
        (1, Gen.Int[0, 2].Select(keeper => new Step(StepKind.Kill, keeper))),
        (1, Gen.Int[0, 2].Select(keeper => new Step(StepKind.Report, keeper))),
        (2, Gen.OneOf(1, 4, 11, 25, 60).Select(seconds => new Step(StepKind.Advance, seconds))));

    [Fact]
    public async Task Processes_InAnyOrderOfSteps_NeverSendOneRefreshTokenTwice_UnlessOneIsGoneOrStoodStill()
    {
        var plain = 0;
        var recovered = 0;
        await Steps.Array[10, 80].SampleAsync(
            async steps =>
            {
                using var world = new KeeperWorld();
                foreach (var step in steps)
                {
                    await world.DoAsync(step);
                }

                var end = await world.EndAsync();
                Assert.True(end is CredentialState.Ready or CredentialState.ConnectRequired, $"{end}");
                Assert.True(world.IsExcused || end is CredentialState.Ready, $"Nobody died or stood still, and yet: {end}");
                Assert.True(world.IsExcused || !world.Stand.Provider.SawReuse);
                Assert.True(world.SawDeath || !world.Stand.Provider.SawOverlap);
                plain += !world.IsExcused && world.Stand.Provider.Asked.Count > 0 ? 1 : 0;
                recovered += world.SawDeath && end is CredentialState.Ready ? 1 : 0;
            },
            iter: 2_000,
            threads: 1);

        Assert.True(plain > 100 && recovered > 100, $"{plain} schedules refreshed without a death or a stop, {recovered} got over a death.");
    }

    [Fact]
    public async Task Processes_AtTheSameMoment_MakeOneRefresh()
    {
        using var stand = new KeeperStand();
        stand.Connect();
        stand.AdvanceToDue();
        TokenKeeper[] keepers = [.. Enumerable.Range(0, 8).Select(_ => stand.NewKeeper())];

        await Task.WhenAll(keepers.Select(keeper => Task.Run(() => stand.KeepAsync(keeper: keeper))));

        Assert.Single(stand.Provider.Asked);
        foreach (var keeper in keepers)
        {
            Assert.Equal(stand.Stored.Tokens, Assert.IsType<CredentialState.Ready>(await stand.KeepAsync(keeper: keeper)).Tokens);
        }
    }
}
