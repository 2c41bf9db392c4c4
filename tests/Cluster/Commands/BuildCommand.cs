using System.CommandLine;
using ExtensibleWebhooks.Cluster.Providers;

namespace ExtensibleWebhooks.Cluster.Commands;

/// <summary>Builds an image into the cluster, and prints the name by which pods name it.</summary>
internal static class BuildCommand
{
    private static readonly Argument<FileInfo> Dockerfile = new("dockerfile");
    private static readonly Argument<DirectoryInfo> Context = new("context");
    private static readonly Argument<string> Image = new("name") { Description = "localhost/NAME:TAG" };

    public static Command Create()
    {
        var command = ClusterCommand.Create("build", "build an image and load it into the cluster", RunAsync);
        command.Add(Dockerfile);
        command.Add(Context);
        command.Add(Image);
        return command;
    }

    private static async Task RunAsync(IClusterProvider provider, ParseResult arguments, CancellationToken cancellationToken)
    {
        var cluster = await provider.UpAsync(cancellationToken);
        var build = new ImageBuild
        {
            Dockerfile = arguments.GetRequiredValue(Dockerfile).FullName,
            Context = arguments.GetRequiredValue(Context).FullName,
            Name = arguments.GetRequiredValue(Image),
        };
        Console.WriteLine(await cluster.BuildImageAsync(build, cancellationToken));
    }
}
