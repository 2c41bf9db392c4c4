using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Worker.Lanes;

namespace ExtensibleWebhooks.Worker.Tests.Lanes;

public class HoldReasonTests
{
    [Fact]
    public void HoldReason_OfAnyKind_IsAReasonThatAConditionCanHave() =>
        Assert.All(Enum.GetNames<HoldReason>(), name => Assert.True(Enum.IsDefined(Enum.Parse<Reason>(name))));
}
