using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>Kubernetes' recommended labels, on everything that the operator makes.</summary>
internal static class Labels
{
    public const string Name = "app.kubernetes.io/name";
    public const string Instance = "app.kubernetes.io/instance";
    public const string Component = "app.kubernetes.io/component";
    public const string PartOf = "app.kubernetes.io/part-of";
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>Value of <see cref="Name"/> on worker pods.</summary>
    public const string WorkerName = "extensible-webhooks-worker";

    /// <summary>Value of <see cref="PartOf"/> and <see cref="ManagedBy"/>, and of <see cref="Name"/> on the operator's own pods.</summary>
    public const string Product = "extensible-webhooks";

    /// <summary>Value of <see cref="Component"/> on the operator's own pods.</summary>
    public const string OperatorComponent = "operator";

    /// <summary>Finds everything that the operator made.</summary>
    public const string ManagedSelector = $"{ManagedBy}={Product}";

    public static JsonObject Of(SourceNames names) => new()
    {
        [Name] = WorkerName,
        [Instance] = names.Instance,
        [Component] = "worker",
        [PartOf] = Product,
        [ManagedBy] = Product,
    };

    /// <summary>Finds the pods of one source. A StatefulSet's selector can never change, so neither can this.</summary>
    public static JsonObject SelectorOf(SourceNames names) => new() { [Name] = WorkerName, [Instance] = names.Instance };
}
