using System.Text.Json.Nodes;
using ExtensibleWebhooks.Support.Commands;

namespace ExtensibleWebhooks.Support.Kubernetes;

/// <summary>kubectl against one cluster.</summary>
public sealed class Kubectl(string program, string kubeconfigPath)
{
    public string Program => program;

    /// <summary>Standard output of <c>kubectl ARGUMENTS</c>.</summary>
    /// <exception cref="InvalidOperationException">kubectl failed: the message holds what it wrote.</exception>
    public Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ToCommand(arguments).RunAsync(cancellationToken);

    /// <summary>As <see cref="RunAsync"/>, for a command whose failure is what the caller looks at.</summary>
    public Task<CommandResult> TryRunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ToCommand(arguments).TryRunAsync(cancellationToken);

    /// <summary>Server-side apply of YAML or JSON documents.</summary>
    public Task<string> ApplyAsync(string manifests, CancellationToken cancellationToken) =>
        (ToCommand(["apply", "--server-side", "--force-conflicts", "-f", "-"]) with { Input = manifests }).RunAsync(cancellationToken);

    /// <summary><c>kubectl get ARGUMENTS -o json</c>; null where there is no such object.</summary>
    public async Task<JsonNode?> GetAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var text = await RunAsync(["get", .. arguments, "--ignore-not-found", "-o", "json"], cancellationToken);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>The command, for what needs its environment or input changed.</summary>
    public Command ToCommand(IReadOnlyList<string> arguments) => new(program, ["--kubeconfig", kubeconfigPath, .. arguments]);
}
