using CsCheck;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Leadership;

/// <summary>
/// Three processes with clocks of different time and (slightly) different speed, paused and cut off at will: whoever runs acts whenever it believes to lead.
/// </summary>
public class LeaderElectorProperties
{
    private const int Candidates = 3;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    // Real time, against hangs: what a cancelled wait sets off runs on other threads, which the virtual time does not wait for.
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(60);

    // Each step: who, what becomes of it, and for how many ticks the world goes on then.
    private static readonly Gen<(int Who, Trouble What, int Ticks)> GenStep =
        Gen.Select(Gen.Int[0, Candidates - 1], Gen.Enum<Trouble>(), Gen.Int[0, 60], (who, what, ticks) => (who, what, ticks));

    private enum Trouble
    {
        None,
        Pause,
        Resume,
        CutOff,
        Reconnect,
        AnswersLost,
        SlowAnswers,
        SlowRequests,
        Finish,
        StealByHand,
    }

    [Fact]
    public void AnyPausesSkewAndFaults_AtMostOneActs_AndInPeaceOneLeadsAgain() =>
        Gen.Select(GenStep.Array[1, 40], Gen.Double[0.9, 1.1].Array[Candidates]).Sample((steps, speeds) =>
        {
            using var world = new LeadershipWorld(speeds);
            foreach (var (who, what, ticks) in steps)
            {
                Apply(world, who, what);
                for (var i = 0; i < ticks; i++)
                {
                    world.Pass(Tick);
                }
            }

            world.MakePeace();
            var leads = SpinWait.SpinUntil(() => world.OneLeadsAfter(Tick), Ceiling);

            Assert.InRange(world.MostActing, 0, 1);
            Assert.True(leads, "nobody leads");
        }, iter: 1000, print: input => $"{string.Join(' ', input.Item1)} speeds {string.Join(' ', input.Item2)}");

    private static void Apply(LeadershipWorld world, int who, Trouble what)
    {
        var store = world.Candidates[who].Store;
        switch (what)
        {
            case Trouble.Pause:
                world.Pause(who);
                break;
            case Trouble.Resume:
                world.Resume(who);
                break;
            case Trouble.CutOff:
                store.Fails = true;
                break;
            case Trouble.Reconnect:
                (store.Fails, store.LosesAnswers, store.AnswerDelay, store.RequestDelay) = (false, false, default, default);
                break;
            case Trouble.AnswersLost:
                store.LosesAnswers = true;
                break;
            case Trouble.SlowAnswers:
                store.AnswerDelay = TimeSpan.FromSeconds(4);
                break;
            case Trouble.SlowRequests:
                store.RequestDelay = TimeSpan.FromSeconds(3);
                break;
            case Trouble.Finish:
                world.Candidates[who].FinishWork();
                break;
            case Trouble.StealByHand:
                world.ReleaseByNobody();
                break;
        }
    }
}
