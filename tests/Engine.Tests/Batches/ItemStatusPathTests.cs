using System.Text;
using ExtensibleWebhooks.Engine.Batches;

namespace ExtensibleWebhooks.Engine.Tests.Batches;

public class ItemStatusPathTests
{
    [Theory]
    [InlineData("$.items[*].status", """{"items": [{"status": 201}, {"status": 422}]}""", 201, 422)]
    [InlineData("$.items[*].index.status", """{"items": [{"index": {"status": 200}}, {"index": {"status": "429"}}]}""", 200, 429)]
    [InlineData("$[*].status", """[{"status": 200}]""", 200)]
    [InlineData("$[*]", "[200, 500]", 200, 500)]
    [InlineData("$.results[0].codes[*]", """{"results": [{"codes": [204]}]}""", 204)]
    [InlineData("$.items[*].status", """{"items": []}""")]
    [InlineData("$.items[*].status", """{"items": [{"status": 200}, {}, null, {"status": "ok"}, {"status": 99}, {"status": 600}, {"status": 200.5}, {"status": true}, 7]}""", 200, 0, 0, 0, 0, 0, 0, 0, 0)]
    public void Read_OfAnAnswerWithTheList_IsAStatusForEachItem(string path, string answer, params int[] expected)
    {
        var statuses = Parse(path).Read(Encoding.UTF8.GetBytes(answer));

        Assert.Equal(ItemStatusKind.Listed, statuses.Kind);
        Assert.Equal(expected, statuses.List);
    }

    [Theory]
    [InlineData("{}", ItemStatusKind.NoList)]
    [InlineData("""{"items": {"status": 200}}""", ItemStatusKind.NoList)]
    [InlineData("7", ItemStatusKind.NoList)]
    [InlineData("", ItemStatusKind.Unreadable)]
    [InlineData("<html>", ItemStatusKind.Unreadable)]
    [InlineData("""{"items": [{"status": 200}""", ItemStatusKind.Unreadable)]
    public void Read_OfAnAnswerWithoutTheList_SaysSo(string answer, ItemStatusKind expected) =>
        Assert.Equal(expected, Parse("$.items[*].status").Read(Encoding.UTF8.GetBytes(answer)).Kind);

    [Theory]
    [InlineData("$.items.status")]
    [InlineData("items[*].status")]
    [InlineData("$.items[*].results[*].status")]
    [InlineData("$.*[*].status")]
    public void Parse_OfWhatIsNoListAndItem_IsNone(string path) => Assert.Null(ItemStatusPath.Parse(path));

    private static ItemStatusPath Parse(string path) => ItemStatusPath.Parse(path) ?? throw new InvalidOperationException($"{path} is no path.");
}
