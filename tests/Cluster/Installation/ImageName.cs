namespace ExtensibleWebhooks.Cluster.Installation;

/// <summary>An image's name as the chart takes it.</summary>
/// <param name="Repository">With the registry: <c>localhost/extensible-webhooks/worker</c>.</param>
/// <param name="Tag">For example <c>0.1.0</c>.</param>
public sealed record ImageName(string Repository, string Tag)
{
    /// <param name="name">With a tag: <c>registry.example.com:5000/team/worker:0.1.0</c>.</param>
    public static ImageName Parse(string name)
    {
        var colon = name.LastIndexOf(':');
        return new ImageName(name[..colon], name[(colon + 1)..]);
    }

    public override string ToString() => $"{Repository}:{Tag}";
}
