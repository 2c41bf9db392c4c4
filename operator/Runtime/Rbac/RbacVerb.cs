namespace ExtensibleWebhooks.Runtime.Rbac;

/// <summary>What may be done to a resource.</summary>
[Flags]
public enum RbacVerb
{
    None = 0,
    Get = 1,
    List = 2,
    Watch = 4,
    Create = 8,
    Update = 16,
    Patch = 32,
    Delete = 64,

    /// <summary>What an informer needs.</summary>
    Read = Get | List | Watch,

    /// <summary>What server-side apply and pruning need, besides reading.</summary>
    Write = Create | Patch | Delete,
}
