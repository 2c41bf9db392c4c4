using System.CommandLine;
using ExtensibleWebhooks.Cluster.Providers;

namespace ExtensibleWebhooks.Cluster.Commands;

/// <summary>What all commands share: the option that names a kubeconfig, the choice of the cluster, and how failures are told.</summary>
internal static class ClusterCommand
{
    /// <summary>A command that runs with the chosen provider: exit code 1 and one message where there is none or something fails.</summary>
    public static Command Create(string name, string description, Func<IClusterProvider, ParseResult, CancellationToken, Task> run)
    {
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = $"The cluster to use; default: that of {ClusterChoice.KubeconfigVariable}, else one made here" };
        var command = new Command(name, description) { kubeconfig };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var choice = await ClusterChoice.MakeAsync(arguments.GetValue(kubeconfig), cancellationToken);
            if (choice.Provider is not { } provider)
            {
                return await FailAsync($"There can be no cluster here: {choice.WhyNot}");
            }

            try
            {
                await run(provider, arguments, cancellationToken);
                return 0;
            }
            catch (InvalidOperationException failure)
            {
                return await FailAsync(failure.Message);
            }
        });
        return command;
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 1;
    }
}
