using System.Xml.Linq;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Engine.Tests.House;

/// <summary>References go down only: between projects by the table of <see cref="SourceTree.Projects"/>, between folders of a project without a circle.</summary>
public class WallTests
{
    private const int MaxLines = 400;

    public static TheoryData<string> Projects => [.. SourceTree.Projects.Keys];

    [Fact]
    public void Source_NamesAnotherProject_OnlyBelowItself()
    {
        var broken = from file in SourceTree.Read()
                     from use in file.Uses
                     where use.Project != file.Project && SourceTree.Projects.ContainsKey(use.Project)
                     where !SourceTree.Projects[file.Project].MayUse.Contains(use.Project)
                     select $"{file.Path} names {use.Project}; {file.Project} may name only [{string.Join(", ", SourceTree.Projects[file.Project].MayUse)}]";

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectFile_References_OnlyBelowItself(string project)
    {
        var (folder, mayUse) = SourceTree.Projects[project];
        var file = XDocument.Load(RepositoryRoot.At([.. folder.Split('/'), $"{project}.csproj"]));

        var references = file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")?.Value ?? ""));

        Assert.Empty(references.Except(mayUse));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_NameEachOther_WithoutACircle(string project)
    {
        var edges = SourceTree.Read()
            .Where(file => file.Project == project && file.Folder.Length > 0)
            .SelectMany(file => file.Uses.Where(use => use.Project == project && use.Folder.Length > 0 && use.Folder != file.Folder)
                .Select(use => (From: file.Folder, To: use.Folder, file.Path)))
            .ToList();
        var folders = edges.SelectMany(edge => new[] { edge.From, edge.To }).ToHashSet();

        // Take away what names nothing that is left, until nothing moves: what stays is in a circle or above one.
        while (folders.RemoveWhere(folder => !edges.Exists(edge => edge.From == folder && folders.Contains(edge.To))) > 0)
        {
        }

        Assert.Empty(edges.Where(edge => folders.Contains(edge.From) && folders.Contains(edge.To)).Select(edge => $"{edge.Path}: {edge.From} -> {edge.To}"));
    }

    [Fact]
    public void Files_AreShort_ThroughoutTheHouse()
    {
        var tooLong = from path in Directory.EnumerateFiles(RepositoryRoot.Path, "*.cs", SearchOption.AllDirectories)
                      let relative = Path.GetRelativePath(RepositoryRoot.Path, path)
                      where !relative.StartsWith("artifacts", StringComparison.Ordinal)
                      let lines = File.ReadLines(path).Count()
                      where lines > MaxLines
                      select $"{relative}: {lines} lines, at most {MaxLines}";

        Assert.Empty(tooLong);
    }
}
