namespace ExtensibleWebhooks.Crds;

/// <summary>Where our kinds live in the API, and the names that our objects carry.</summary>
public static class ApiGroup
{
    public const string Name = "webhooks.extensible.dev";

    public const string Version = "v1alpha1";

    /// <summary><c>apiVersion</c> of every object of ours.</summary>
    public const string ApiVersion = $"{Name}/{Version}";

    /// <summary>What <c>kubectl get webhooks</c> lists: all kinds of ours.</summary>
    public const string Category = "webhooks";
}
