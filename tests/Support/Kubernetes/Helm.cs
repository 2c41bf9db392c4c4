using ExtensibleWebhooks.Support.Commands;

namespace ExtensibleWebhooks.Support.Kubernetes;

/// <summary>Helm against one cluster.</summary>
public sealed class Helm(string program, string kubeconfigPath)
{
    /// <summary>Standard output of <c>helm ARGUMENTS</c>.</summary>
    /// <exception cref="InvalidOperationException">Helm failed: the message holds what it wrote.</exception>
    public Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ToCommand(arguments).RunAsync(cancellationToken);

    /// <summary>As <see cref="RunAsync"/>, for a command whose failure is what the caller looks at.</summary>
    public Task<CommandResult> TryRunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ToCommand(arguments).TryRunAsync(cancellationToken);

    private Command ToCommand(IReadOnlyList<string> arguments) => new(program, [.. arguments, "--kubeconfig", kubeconfigPath]);
}
