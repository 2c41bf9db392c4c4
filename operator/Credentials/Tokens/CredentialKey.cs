namespace ExtensibleWebhooks.Credentials.Tokens;

/// <summary>Whose tokens: a destination, or one of its name that was made anew, which has another uid.</summary>
/// <param name="Namespace">The destination's namespace.</param>
/// <param name="Name">The destination's name.</param>
/// <param name="Uid">Its uid; empty outside of a cluster.</param>
public sealed record CredentialKey(string Namespace, string Name, string Uid)
{
    public override string ToString() => $"{Namespace}/{Name}";
}
