namespace ExtensibleWebhooks.Manager.Sources;

/// <summary>Secrets that are made up here, for use where there is none yet.</summary>
internal sealed record FreshTokens(string WriteKey, string InspectToken)
{
    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(FreshTokens);
}
