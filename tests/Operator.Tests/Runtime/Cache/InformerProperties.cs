using CsCheck;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Cache;

/// <summary>The cache under arbitrary changes and faults.</summary>
public class InformerProperties
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(1);

    private static readonly int[] Statuses = [401, 403, 404, 410, 429, 500, 503, 504];

    private static readonly Gen<SourceFault> GenFault = Gen.OneOf(
        Gen.Int[0, Statuses.Length - 1].Select(index => new SourceFault(Status: Statuses[index])),
        Gen.Const(new SourceFault(ThrowsAtOnce: true)),
        Gen.Select(Gen.Enum<MidstreamFault>(), Gen.Int[0, 3], (kind, after) => new SourceFault(Midstream: kind, After: after)));

    private static readonly Gen<Step> GenStep = Gen.Frequency(
        (5, Gen.Int[0, 4].Select(name => new Step($"put {name}", probe => probe.Source.Put($"c{name}")))),
        (2, Gen.Int[0, 4].Select(name => new Step($"delete {name}", probe => probe.Source.Delete($"c{name}")))),
        (1, Gen.Int[0, 4].Select(name => new Step($"recreate {name}", probe =>
        {
            probe.Source.Delete($"c{name}");
            probe.Source.Put($"c{name}");
        }))),
        (1, Gen.Const(new Step("compact", probe => probe.Source.Compact()))),
        (2, GenFault.Select(fault => new Step($"{fault}", probe => probe.Source.Plan(fault)))),
        (2, Gen.Int[1, 300].Select(seconds => new Step($"pass {seconds} s", probe => probe.Time.Advance(TimeSpan.FromSeconds(seconds))))));

    [Fact]
    public Task AnyFaultSchedule_ConvergesToTheServer_AndEveryDeletionIsTold() =>
        GenStep.Array[1, 60].SampleAsync(async steps =>
        {
            await using var probe = new InformerProbe();
            probe.Start();
            foreach (var step in steps)
            {
                step.Do(probe);
                await InformerProbe.SettleAsync();
            }

            await probe.PassUntilAsync(() => !probe.Source.HasFaults && probe.IsConverged && probe.Informer.HasSynced, LongEnough);
            Assert.Empty(probe.Mirror.Complaints);
            Assert.True(probe.Informer.HasSynced, "never filled");
            Assert.True(probe.IsConverged, "not what the server has");
        }, iter: 1000, print: steps => string.Join("; ", steps.Select(step => step.What)));

    private sealed record Step(string What, Action<InformerProbe> Do);
}
