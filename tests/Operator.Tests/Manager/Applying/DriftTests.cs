using System.Text.Json;
using ExtensibleWebhooks.Manager.Applying;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Applying;

public class DriftTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("""{"cpu":"1000m"}""", """{"cpu":"1"}""")]
    [InlineData("""{"cpu":1}""", """{"cpu":"1"}""")]
    [InlineData("""{"size":"1Gi"}""", """{"size":"1024Mi"}""")]
    [InlineData("""{"a":{},"b":[],"c":"","d":null}""", """{}""")]
    [InlineData("""{"a":[{"name":"x","v":1}]}""", """{"a":[{"name":"sidecar"},{"name":"x","v":1,"w":2}]}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,2]}""")]
    [InlineData("""{"a":[{"port":1}]}""", """{"a":[{"port":1,"protocol":"TCP"}]}""")]
    [InlineData("""{"a":true}""", """{"a":true}""")]
    public void Drift_WhereAllThatIsWantedIsThere_DoesNotExist(string desired, string live) => Assert.False(Exists(desired, live));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """{}""")]
    [InlineData("""{"a":"x"}""", """{"a":"y"}""")]
    [InlineData("""{"a":"x"}""", """{"a":null}""")]
    [InlineData("""{"a":""}""", """{"a":"y"}""")]
    [InlineData("""{"a":true}""", """{"a":false}""")]
    [InlineData("""{"a":false}""", """{}""")]
    [InlineData("""{"cpu":"100m"}""", """{"cpu":"1"}""")]
    [InlineData("""{"a":[{"name":"x","v":1}]}""", """{"a":[{"name":"x","v":2}]}""")]
    [InlineData("""{"a":[{"name":"x"}]}""", """{"a":[{"name":"y"}]}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":[{"port":1}]}""", """{"a":[{"port":1},{"port":2}]}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[]}""")]
    [InlineData("""{"a":1}""", """{"a":{}}""")]
    public void Drift_WhereSomethingWantedIsNotThere_Exists(string desired, string live) => Assert.True(Exists(desired, live));

    private static bool Exists(string desired, string live) => Drift.Exists(JsonElement.Parse(desired), JsonElement.Parse(live));
}
