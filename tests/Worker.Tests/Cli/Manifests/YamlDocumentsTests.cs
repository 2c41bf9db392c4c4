using ExtensibleWebhooks.Cli.Manifests;

namespace ExtensibleWebhooks.Worker.Tests.Cli.Manifests;

public class YamlDocumentsTests
{
    /// <summary>As kubectl reads them: YAML 1.1, with all digits kept.</summary>
    [Theory]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("1.10", "1.10")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("017", "15")]
    [InlineData("0b101", "5")]
    [InlineData("+5", "5")]
    [InlineData("-5", "-5")]
    [InlineData("1_000", "1000")]
    [InlineData(".5", "0.5")]
    [InlineData("1e3", "1e3")]
    [InlineData("089", "89")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("yes", "true")]
    [InlineData("off", "false")]
    [InlineData("~", "null")]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("\"10\"", "\"10\"")]
    [InlineData("!!str 10", "\"10\"")]
    [InlineData("10s", "\"10s\"")]
    [InlineData("2026-01-02", "\"2026-01-02\"")]
    [InlineData("$.context.groupId", "\"$.context.groupId\"")]
    [InlineData("type = \"track\"", "\"type = \\u0022track\\u0022\"")]
    [InlineData("|\n  a\n  b", "\"a\\nb\"")]
    [InlineData("{c: &x {b: 2}, <<: *x}", "{\"c\":{\"b\":2},\"b\":2}")]
    public void Scalar_OfYaml_IsTheJsonThatKubectlMakesOfIt(string yaml, string json)
    {
        var document = Assert.Single(YamlDocuments.Read("file", $"a: {yaml}").Documents);

        Assert.Equal(json, document.Json.GetProperty("a").GetRawText());
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("spec.url", 5, 3)]
    [InlineData("spec.headers[\"X-Id\"]", 4, 5)]
    [InlineData("spec.headers[\"X-Id\"][\"@path\"]", 4, 12)]
    [InlineData("spec.headers[\"X-No\"]", 3, 3)]
    [InlineData("spec.missing.deeper", 2, 1)]
    [InlineData("list[1]", 8, 3)]
    public void Find_OfAPath_IsItsPlaceOrThatOfTheNearestAround(string path, long line, long column)
    {
        var document = Assert.Single(YamlDocuments.Read("file", "kind: A\nspec:\n  headers:\n    X-Id: {\"@path\": x}\n  url: y\nlist:\n- 1\n- 2\n").Documents);

        Assert.Equal(new TextPlace(line, column), document.Places.Find(path));
    }

    [Fact]
    public void Find_OfAPathInJson_IsItsPlace()
    {
        var document = Assert.Single(JsonDocuments.Read("file", "{\n  \"spec\": {\"url\": \"x\",\n    \"list\": [1, 2]}\n}").Documents);

        Assert.Equal((new TextPlace(2, 12), new TextPlace(3, 17)), (document.Places.Find("spec.url"), document.Places.Find("spec.list[1]")));
    }
}
