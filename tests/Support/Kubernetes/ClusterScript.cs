using ExtensibleWebhooks.Support.Commands;

namespace ExtensibleWebhooks.Support.Kubernetes;

/// <summary>tests/Cluster/debian/cluster, the program that makes Kubernetes from Debian packages. Its README lists the verbs.</summary>
public static class ClusterScript
{
    public static string Path { get; } = RepositoryRoot.At("tests", "Cluster", "debian", "cluster");

    /// <summary>The command for a verb; what it tells a person goes to this process's standard error as it comes.</summary>
    public static Command Verb(params IReadOnlyList<string> arguments) => new(Path, arguments) { ShowsProgress = true };

    /// <summary>The program's path from the verb (tools, binaries, images) that prints "NAME PATH" lines, having made it if it was not there.</summary>
    public static async Task<string> PathOfAsync(string verb, string name, CancellationToken cancellationToken)
    {
        var lines = await Verb(verb).RunAsync(cancellationToken);
        return lines.Split('\n').Select(line => line.Split(' ', 2)).First(parts => parts[0] == name)[1];
    }
}
