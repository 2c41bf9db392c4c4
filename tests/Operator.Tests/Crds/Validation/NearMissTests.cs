using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Validation;

public class NearMissTests
{
    [Theory]
    [InlineData("trigerr", "trigger")]
    [InlineData("tirgger", "trigger")]
    [InlineData("URL", "url")]
    [InlineData("ulr", "url")]
    [InlineData("header", "headers")]
    [InlineData("destination", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void Find_OfAWord_IsTheClosestOneOrNone(string word, string? expected) =>
        Assert.Equal(expected, NearMiss.Find(word, ["trigger", "url", "headers", "data"]));
}
