using ExtensibleWebhooks.Support.Commands;

namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>Images by the docker command line.</summary>
internal static class DockerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether a docker command is installed and an engine answers it.</summary>
    public static async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        if (SearchPath.Find("docker") is not { } docker)
        {
            return false;
        }

        using var impatient = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(impatient.Token, cancellationToken);
        try
        {
            return (await new Command(docker, "info", "--format", "{{.ServerVersion}}").TryRunAsync(either.Token)).Succeeded;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public static Task BuildAsync(ImageBuild build, CancellationToken cancellationToken) =>
        RunAsync(["build", "--file", build.Dockerfile, "--tag", build.Name, build.Context], cancellationToken);

    /// <summary>Writes the image to a docker-archive file.</summary>
    public static Task SaveAsync(string name, string archivePath, CancellationToken cancellationToken) =>
        RunAsync(["save", "--output", archivePath, name], cancellationToken);

    public static Task LoadAsync(string archivePath, CancellationToken cancellationToken) =>
        RunAsync(["load", "--input", archivePath], cancellationToken);

    /// <summary>Tags the image into the registry and pushes it.</summary>
    /// <returns>The image's name in the registry.</returns>
    public static async Task<string> PushAsync(string name, string registry, CancellationToken cancellationToken)
    {
        var target = $"{registry}/{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}";
        await RunAsync(["tag", name, target], cancellationToken);
        await RunAsync(["push", target], cancellationToken);
        return target;
    }

    public static async Task<bool> IsRunningAsync(string container, CancellationToken cancellationToken)
    {
        var result = await new Command("docker", "inspect", "--format", "{{.State.Running}}", container).TryRunAsync(cancellationToken);
        return result is { Succeeded: true, Output: "true" };
    }

    /// <summary>Ends and removes the container with its volumes; nothing where there is none.</summary>
    public static Task RemoveAsync(string container, CancellationToken cancellationToken) =>
        RunAsync(["rm", "--force", "--volumes", container], cancellationToken);

    private static Task<string> RunAsync(string[] arguments, CancellationToken cancellationToken) =>
        (new Command("docker", arguments) { ShowsProgress = true }).RunAsync(cancellationToken);
}
