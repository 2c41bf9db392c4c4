using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.Cluster.Providers;

/// <summary>
/// Which cluster is used: the one of a kubeconfig if told to, else k3s where a Docker engine answers, else the one that
/// debian/cluster makes.
/// </summary>
public sealed record ClusterChoice
{
    /// <summary>Names the kubeconfig of a cluster to use; its current context counts.</summary>
    public const string KubeconfigVariable = "EXTENSIBLE_WEBHOOKS_KUBECONFIG";

    /// <summary>Null where this machine can have no cluster.</summary>
    public IClusterProvider? Provider { get; private init; }

    /// <summary>Why there is no provider, and what to do; empty where there is one.</summary>
    public string WhyNot { get; private init; } = "";

    /// <summary>Looks at this machine.</summary>
    /// <param name="kubeconfigPath">Null: that of <see cref="KubeconfigVariable"/>, if it is set.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static async Task<ClusterChoice> MakeAsync(string? kubeconfigPath, CancellationToken cancellationToken)
    {
        if (ClusterSwitch.WhyOff is { } off)
        {
            return new ClusterChoice { WhyNot = off };
        }

        kubeconfigPath ??= Environment.GetEnvironmentVariable(KubeconfigVariable);
        if (!string.IsNullOrEmpty(kubeconfigPath))
        {
            return File.Exists(kubeconfigPath)
                ? new ClusterChoice { Provider = new GivenClusterProvider(kubeconfigPath) }
                : new ClusterChoice { WhyNot = $"the kubeconfig {kubeconfigPath} does not exist" };
        }

        if (await DockerEngine.AnswersAsync(cancellationToken))
        {
            return new ClusterChoice { Provider = new K3sProvider() };
        }

        if (!OperatingSystem.IsLinux())
        {
            return new ClusterChoice { WhyNot = $"no Docker engine answers and {KubeconfigVariable} is not set: start Docker, or name a kubeconfig" };
        }

        var check = await (ClusterScript.Verb("check") with { ShowsProgress = false }).TryRunAsync(cancellationToken);
        return check.Succeeded
            ? new ClusterChoice { Provider = new DebianClusterProvider() }
            : new ClusterChoice { WhyNot = $"no Docker engine answers, and {check.Error}" };
    }
}
