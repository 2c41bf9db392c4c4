using System.Text.RegularExpressions;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.OAuth;

/// <summary>Each control of the threat model in operator/README.md names tests that are there; so do the tables of operator/Credentials/README.md.</summary>
public sealed partial class ThreatModelTests
{
    public static TheoryData<string> Named =>
    [
        .. from line in File.ReadLines(RepositoryRoot.At("operator", "README.md")).SkipWhile(line => line != "## Controls")
           where line.StartsWith("| ", StringComparison.Ordinal)
           from Match name in Name().Matches(line.Split(" | ")[^1])
           select name.Groups["name"].Value,
    ];

    public static TheoryData<string> NamedByCredentials =>
    [
        .. from Match name in TestName().Matches(File.ReadAllText(RepositoryRoot.At("operator", "Credentials", "README.md")))
           select name.Groups["name"].Value,
    ];

    [Fact]
    public void Controls_OfTheThreatModel_AreNotLost() => Assert.InRange(Named.Count, 25, 100);

    [Theory]
    [MemberData(nameof(Named))]
    public void Test_BehindAControl_IsThere(string name)
    {
        var (project, rest) = name.Split('/') is [var named, var inside] ? (named, inside) : ("Operator.Tests", name);
        var parts = rest.TrimEnd('…').Split('.');
        var path = parts.TakeWhile(part => !part.Contains('_', StringComparison.Ordinal)).ToList();
        var place = RepositoryRoot.At(["tests", project, .. path]);
        var tests = Directory.Exists(place) ? string.Concat(Directory.EnumerateFiles(place, "*.cs").Select(File.ReadAllText)) : File.ReadAllText(place + ".cs");

        Assert.Contains(path.Count < parts.Length ? $" {parts[^1]}" : "Assert.", tests, StringComparison.Ordinal);
    }

    [Fact]
    public void Tests_NamedByCredentials_AreNotLost() => Assert.InRange(NamedByCredentials.Count, 15, 100);

    [Theory]
    [MemberData(nameof(NamedByCredentials))]
    public void Test_NamedByCredentials_IsThere(string name) => Assert.Contains(
        Directory.EnumerateFiles(RepositoryRoot.At("tests", "Operator.Tests"), "*.cs", SearchOption.AllDirectories),
        path => File.ReadAllText(path).Contains($" {name}", StringComparison.Ordinal));

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+_\\w+)…?`")]
    private static partial Regex TestName();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();
}
