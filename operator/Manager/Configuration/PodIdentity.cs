namespace ExtensibleWebhooks.Manager.Configuration;

/// <summary>Who this process is: the leader's name, and where its Lease lies.</summary>
/// <param name="Namespace">From POD_NAMESPACE; outside a pod "default".</param>
/// <param name="Name">From POD_NAME; outside a pod the machine's name.</param>
internal sealed record PodIdentity(string Namespace, string Name)
{
    public static PodIdentity FromEnvironment() => new(
        Environment.GetEnvironmentVariable("POD_NAMESPACE") ?? "default",
        Environment.GetEnvironmentVariable("POD_NAME") ?? Environment.MachineName);
}
