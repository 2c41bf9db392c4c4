using CsCheck;
using ExtensibleWebhooks.Cli.Manifests;

namespace ExtensibleWebhooks.Worker.Tests.Cli.Manifests;

public sealed class ManifestFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Read_OfAFolder_TakesItsManifestsAndNotThoseOfItsFolders()
    {
        _folder.Write("b.yaml", "kind: B\n---\n---\nkind: C");
        _folder.Write("a.json", """{"kind": "A"}""");
        _folder.Write("notes.txt", "no manifest");
        _folder.Write("events/event.json", """{"kind": "E"}""");

        Assert.Equal(["A", "B", "C"], Read().Documents.Select(document => document.Kind));
        Assert.Equal(["A", "B", "C", "E"], new ManifestFiles([_folder.Path], recursive: true).Read().Documents.Select(document => document.Kind));
    }

    [Fact]
    public void Read_OfAList_TakesItsItemsWithTheirPlaces()
    {
        var file = _folder.Write("list.yaml", "apiVersion: v1\nkind: List\nitems:\n- kind: A\n- kind: B\n  spec:\n    x: 1\n");

        var documents = Read().Documents;

        Assert.Equal(["A", "B"], documents.Select(document => document.Kind));
        Assert.Equal($"{file}:7:5: error: spec.x: bad", documents[1].Problem("spec.x", "bad").ToString());
    }

    [Theory]
    [InlineData("missing.yaml", null, ": error: no such file or folder")]
    [InlineData("bad.yaml", "a: [1, 2", ":2:1: error: is no YAML: ")]
    [InlineData("twice.yaml", "a: 1\nb: 2\na: 3", ": error: is no YAML: duplicate key")]
    [InlineData("tab.yaml", "a:\n\tb: 1", ":1:1: error: is no YAML: ")]
    [InlineData("bad.json", "{\"a\": 1,\n \"b\" 2}", ":2:6: error: is no JSON: ")]
    [InlineData("nan.yaml", "a: .nan", ":1:4: error: a: .nan is no number of JSON")]
    [InlineData("key.yaml", "? [a]\n: 1", "a key must be a text")]
    public void Read_OfAFileThatIsWrong_SaysWhereAndWhat(string name, string? text, string message)
    {
        var path = text is null ? _folder.At(name) : _folder.Write(name, text);

        var problem = Assert.Single(new ManifestFiles([path], recursive: false).Read().Problems).ToString();

        Assert.StartsWith(path, problem, StringComparison.Ordinal);
        Assert.Contains(message, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAnEmptyFolder_SaysSo() => Assert.Contains("holds no .yaml", Assert.Single(Read().Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_OfAliasesThatMultiply_Stops()
    {
        var lines = Enumerable.Range(1, 12).Select(level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]");
        _folder.Write("bomb.yaml", $"a0: &a0 [x]\n{string.Join('\n', lines)}");

        Assert.Contains("expands to more than", Assert.Single(Read().Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfDeepNesting_SaysSo()
    {
        _folder.Write("deep.yaml", new string('[', 100_000));

        Assert.Contains("is nested deeper than 64", Assert.Single(Read().Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind:\n{\n`", 1)]
    [InlineData("kind: !<> x", 1)]
    [InlineData("kind: x\nspec: !![", 2)]
    public void Read_OfWhatTheParserCannotTell_SaysWhere(string text, int line)
    {
        _folder.Write("x.yaml", text);

        var problem = Assert.Single(Read().Problems);

        Assert.Equal(("is no YAML from here on", (long?)line), (problem.Message, problem.Place?.Line));
    }

    [Fact]
    public void Read_OfAnyText_NeverThrows() => Gen.Select(Gen.OneOf("x.yaml", "x.json"), Gen.Char["{}[]:-#&*!|>'\"%@` \n\tab1~,?\\<"].Array[0, 40]).Sample(
        (name, text) =>
        {
            using var folder = new TemporaryFolder();
            new ManifestFiles([folder.Write(name, new string(text))], recursive: false).Read();
        },
        threads: 1);

    public void Dispose() => _folder.Dispose();

    private ManifestReading Read() => new ManifestFiles([_folder.Path], recursive: false).Read();
}
