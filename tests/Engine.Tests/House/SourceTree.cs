using System.Text.RegularExpressions;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Engine.Tests.House;

/// <summary>A C# file of the house: its project, its folder in it ("" is the project's own), and the house namespaces that its code names.</summary>
internal sealed record SourceFile(string Path, string Project, string Folder, IReadOnlyList<(string Project, string Folder)> Uses);

/// <summary>Reads which project and folder names which other, from the text: a name in a comment or a string does not count.</summary>
internal static partial class SourceTree
{
    /// <summary>Each project's folder from the root, and the projects that it may name (design: references go down only).</summary>
    public static readonly IReadOnlyDictionary<string, (string Folder, string[] MayUse)> Projects = new Dictionary<string, (string, string[])>
    {
        ["Crds"] = ("crds", []),
        ["Runtime"] = ("operator/Runtime", []),
        ["Engine"] = ("delivery/Engine", ["Crds"]),
        ["Egress"] = ("delivery/Egress", ["Engine", "Crds"]),
        ["Credentials"] = ("operator/Credentials", ["Crds"]),
        ["Worker"] = ("delivery/Worker", ["Egress", "Engine", "Crds"]),
        ["Manager"] = ("operator/Manager", ["Runtime", "Credentials", "Egress", "Engine", "Crds"]),
        ["Cli"] = ("operator/Cli", ["Worker", "Credentials", "Egress", "Engine", "Crds"]),
        ["OAuthServer"] = ("tests/OAuthServer", ["Support"]),
        ["Browser"] = ("tests/Browser", ["Support", "OAuthServer"]),
    };

    public static IReadOnlyList<SourceFile> Read() =>
        [.. Projects.SelectMany(project => FilesOf(project.Key, RepositoryRoot.At(project.Value.Folder.Split('/'))))];

    private static IEnumerable<SourceFile> FilesOf(string project, string root) =>
        from path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
        let folders = Path.GetDirectoryName(Path.GetRelativePath(root, path))?.Split(Path.DirectorySeparatorChar) ?? [""]
        select new SourceFile(Path.GetRelativePath(RepositoryRoot.Path, path), project, folders[0], UsesOf(File.ReadAllText(path)));

    private static List<(string, string)> UsesOf(string text) =>
        [.. HouseName().Matches(CommentOrString().Replace(text, ""))
            .Where(match => match.Groups["declared"].Length == 0)
            .Select(match => (match.Groups["project"].Value, match.Groups["folder"].Value))
            .Distinct()];

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|""(\\.|[^""\\\n])*""", RegexOptions.Singleline)]
    private static partial Regex CommentOrString();

    [GeneratedRegex(@"(?<declared>namespace\s+)?\bExtensibleWebhooks\.(?<project>\w+)(\.(?<folder>\w+))?")]
    private static partial Regex HouseName();
}
