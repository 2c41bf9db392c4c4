using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Lint;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Worker.Tests.Cli.Lint;

public sealed class LintCommandTests : IDisposable
{
    private const string Source = "apiVersion: webhooks.extensible.dev/v1alpha1\nkind: EventSource\nmetadata: {name: shop}\n";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Cases => [.. Directory.EnumerateDirectories(CasesFolder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    private static string CasesFolder => RepositoryRoot.At("tests", "Worker.Tests", "Cli", "Lint", "Cases");

    /// <summary>Each folder of cases has manifests, and what is said of them.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Lint_OfAFolderOfCases_SaysWhatIsExpected(string name)
    {
        var folder = Path.Combine(CasesFolder, name);

        var (code, output, error) = Lint("", "-f", folder);

        var expected = File.ReadAllText(Path.Combine(folder, "expected.txt"));
        Assert.Equal(expected, (output + error).Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        Assert.Equal(expected.Contains(" error: ", StringComparison.Ordinal) ? 1 : 0, code);
    }

    [Theory]
    [InlineData("quickstart", 4)]
    [InlineData("oauth", 7)]
    public void Lint_OfTheSamples_FindsNothing(string folder, int count)
    {
        var (code, output, error) = Lint("", "-f", RepositoryRoot.At("crds", "samples", folder));

        Assert.Equal((0, "", $"{count} manifests checked: 0 errors, 0 warnings\n"), (code, output, error));
    }

    [Fact]
    public void Lint_ForPrograms_IsOneDocument()
    {
        var (code, output, error) = Lint(Source + "spec: {retention: {maxAge: 3}}\n---\n" + Source.Replace("EventSource", "WebhookMapping", StringComparison.Ordinal)
            + "spec: {destinationRef: {name: crm}, trigger: type == x, url: 'http://a'}", "-f", "-", "-o", "json");

        Assert.Equal((1, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        Assert.Equal("""{"manifests":2,"errors":2,"warnings":1,""", output[..output.IndexOf("\"problems\"", StringComparison.Ordinal)]);
        var trigger = json.RootElement.GetProperty("problems").EnumerateArray().Single(problem => problem.GetProperty("field").GetString() == "spec.trigger");
        Assert.Equal("""{"severity":"error","file":"<stdin>","line":9,"column":51,"field":"spec.trigger","inText":{"line":1,"column":6},"message":"Found `==`: there is no such operator; write =."}""", trigger.GetRawText());
    }

    [Theory]
    [InlineData(0, "# a comment alone\n", "")]
    [InlineData(1, "", "error: there is no manifest in these files\n")]
    [InlineData(1, "{\"apiVersion\":", "<stdin>:1:15: error: is no JSON: ")]
    public void Lint_OfStandardInput_ReadsIt(int documents, string text, string expected)
    {
        var (code, output, _) = Lint(documents == 0 ? text + Source : text, "-f", "-");

        Assert.Equal(expected.Length == 0 ? 0 : 1, code);
        Assert.StartsWith(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lint_OfWhatIsNoManifestFile_SaysWhyForEach()
    {
        var huge = _folder.At("huge.yaml");
        using (var file = File.Create(huge))
        {
            file.SetLength((16 * 1024 * 1024) + 1);
        }

        var empty = _folder.At("empty");
        Directory.CreateDirectory(empty);

        var (code, output, _) = Lint("", "-f", huge, _folder.At("missing.yaml"), empty, _folder.Write("good.yaml", Source));

        Assert.Equal(1, code);
        Assert.Contains($"{huge}: error: is larger than 16777216 bytes\n", output, StringComparison.Ordinal);
        Assert.Contains("missing.yaml: error: no such file or folder\n", output, StringComparison.Ordinal);
        Assert.Contains($"{empty}: error: holds no .yaml, .yml or .json file\n", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Count(character => character == '\n'));
    }

    [Fact]
    public void Lint_OfFoldersInAFolder_TakesThemWhenAsked()
    {
        _folder.Write("a.yaml", Source);
        _folder.Write("deeper/b.yaml", Source);

        Assert.Equal(0, Lint("", "-f", _folder.Path).Code);
        Assert.Contains("EventSource shop is defined twice", Lint("", "-R", "-f", _folder.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_AsAProgram_TellsBadUsageFromBadManifests()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var usage = WebhooksProgram.Start("lint", "-f", "x", "--colour");
        await using var missing = WebhooksProgram.Start("lint", "-f", _folder.At("missing"));

        Assert.Equal(2, await usage.WaitForExitAsync(cancellation));
        Assert.Contains("There is no option --colour", usage.Error, StringComparison.Ordinal);
        Assert.Equal(1, await missing.WaitForExitAsync(cancellation));
    }

    public void Dispose() => _folder.Dispose();

    private static (int Code, string Output, string Error) Lint(string input, params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var code = LintCommand.Create(() => new MemoryStream(Encoding.UTF8.GetBytes(input))).Parse(arguments).Invoke(new() { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
