namespace ExtensibleWebhooks.Credentials.Clients;

/// <summary>What a spec refers to, read.</summary>
internal sealed record ResolvedSecrets(string Id, string Secret, IReadOnlyList<ClientParameter> Parameters)
{
    public override string ToString() => nameof(ResolvedSecrets);
}
