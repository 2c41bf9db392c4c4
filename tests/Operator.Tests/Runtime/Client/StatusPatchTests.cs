using System.Text.Json.Nodes;
using CsCheck;
using ExtensibleWebhooks.Runtime.Client;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Client;

public class StatusPatchTests
{
    [Fact]
    public void SameConditionsLater_IsNoChange()
    {
        var current = Status("True", "2026-01-01T00:00:00Z");
        var desired = Status("True", "2026-01-02T00:00:00.1234567Z");

        Assert.Null(StatusPatch.Between(current, desired));
    }

    [Fact]
    public void ChangedMessage_KeepsTheTransitionTime()
    {
        var desired = Status("True", "2026-01-02T00:00:00Z");
        desired["conditions"]!.AsArray()[0]!["message"] = "new"; // there by construction

        var patch = StatusPatch.Between(Status("True", "2026-01-01T00:00:00Z"), desired);

        Assert.Equal("2026-01-01T00:00:00Z", (string?)patch?["status"]?["conditions"]?[0]?["lastTransitionTime"]);
    }

    [Fact]
    public void ChangedStatus_TakesTheNewTransitionTime_InWholeSeconds()
    {
        var patch = StatusPatch.Between(Status("False", "2026-01-01T00:00:00Z"), Status("True", "2026-01-02T00:00:00.9999999+02:00"));

        Assert.Equal("2026-01-01T22:00:00Z", (string?)patch?["status"]?["conditions"]?[0]?["lastTransitionTime"]);
    }

    [Fact]
    public void FirstStatus_IsSentWhole()
    {
        var patch = StatusPatch.Between(null, new JsonObject { ["ready"] = 1 });

        Assert.Equal("""{"status":{"ready":1}}""", patch?.ToJsonString());
    }

    [Fact]
    public void TextThatOnlyLooksLikeATime_IsLeftAlone()
    {
        var patch = StatusPatch.Between(null, new JsonObject { ["message"] = "at 2026-01-01T00:00:00.5Z it failed" });

        Assert.Equal("at 2026-01-01T00:00:00.5Z it failed", (string?)patch?["status"]?["message"]);
    }

    [Fact]
    public void AnyTwoDocuments_TheMergePatchMakesOneIntoTheOther_AndTheSameIntoNothing() =>
        Gen.Select(GenObject(3), GenObject(3)).Sample((from, to) =>
        {
            var patch = MergePatch.Between(from, to);
            var merged = patch is null ? from : Apply(from, patch);
            return JsonNode.DeepEquals(merged, to) && MergePatch.Between(to, to.DeepClone().AsObject()) is null;
        }, iter: 5000, print: pair => $"{pair.Item1.ToJsonString()} to {pair.Item2.ToJsonString()}");

    private static JsonObject Status(string status, string time) => new()
    {
        ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = status, ["message"] = "m", ["lastTransitionTime"] = time }),
    };

    // RFC 7386, section 2, as a server does it.
    private static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        var result = target.DeepClone().AsObject();
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = value is JsonObject inner ? Apply(result[name] as JsonObject ?? [], inner) : value.DeepClone();
            }
        }

        return result;
    }

    private static Gen<JsonObject> GenObject(int depth) =>
        Gen.Select(Gen.Int[0, 3].Array[0, 3], GenValue(depth).Array[3], (names, values) =>
        {
            var result = new JsonObject();
            for (var i = 0; i < names.Length; i++)
            {
                result[$"m{names[i]}"] = values[i].DeepClone();
            }

            return result;
        });

    private static Gen<JsonNode> GenValue(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Int[0, 2].Select(number => (JsonNode)JsonValue.Create(number)),
            Gen.Int[0, 2].Select(length => (JsonNode)new JsonArray([.. Enumerable.Range(0, length).Select(item => (JsonNode)item)])));
        return depth == 0 ? leaf : Gen.OneOf(leaf, GenObject(depth - 1).Select(inner => (JsonNode)inner));
    }
}
