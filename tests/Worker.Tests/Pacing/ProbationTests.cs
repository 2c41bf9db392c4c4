using CsCheck;
using ExtensibleWebhooks.Worker.Pacing;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Worker.Tests.Pacing;

public class ProbationTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    private enum Step
    {
        Fail,
        End,
        TryAtOnce,
        Wait,
    }

    /// <summary>Beside a model: on from a failure to a success; waits within half and whole of a bound that doubles with each failure that counts.</summary>
    [Fact]
    public void Probation_UnderAnySteps_DoesAsTheModel() =>
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 15_000]).Array[1, 80].Sample(steps =>
        {
            var time = new FakeTimeProvider();
            var probation = new Probation(time, new Random(3));
            var (isOn, failures, due, now) = (false, 0, TimeSpan.Zero, TimeSpan.Zero);
            foreach (var (step, milliseconds) in steps)
            {
                switch (step)
                {
                    case Step.Fail:
                        Assert.Equal(!isOn, probation.Fail(First, Most));
                        if (!isOn || now >= due)
                        {
                            var bound = Math.Min(Most.TotalSeconds, First.TotalSeconds * Math.Pow(2, failures++));
                            Assert.InRange(probation.Left.TotalSeconds, bound / 2, bound);
                            (isOn, due) = (true, now + probation.Left);
                        }

                        break;
                    case Step.End:
                        Assert.Equal(isOn, probation.End());
                        (isOn, failures) = (false, 0);
                        break;
                    case Step.TryAtOnce:
                        probation.TryAtOnce();
                        (failures, due) = (0, now);
                        break;
                    case Step.Wait:
                        time.Advance(TimeSpan.FromMilliseconds(milliseconds));
                        now += TimeSpan.FromMilliseconds(milliseconds);
                        break;
                }

                Assert.Equal(isOn, probation.IsOn);
                Assert.Equal(isOn && due > now ? (due - now).TotalMilliseconds : 0, probation.Left.TotalMilliseconds, 0.01);
            }
        });
}
