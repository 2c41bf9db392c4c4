using ExtensibleWebhooks.Crds.WebhookDestinations;

namespace ExtensibleWebhooks.Credentials.Clients;

/// <summary>One of spec.authentication.oauth2.refreshParameters, its value resolved. Its text shows no value.</summary>
/// <param name="Name">As the spec has it.</param>
/// <param name="Value">May be secret, may be empty.</param>
/// <param name="Place">Where in a token request it goes.</param>
/// <param name="IsSecret">The value is from a Secret.</param>
public sealed record ClientParameter(string Name, string Value, RefreshParameterPlace Place, bool IsSecret)
{
    public override string ToString() => $"{Name} in {Place}";
}
