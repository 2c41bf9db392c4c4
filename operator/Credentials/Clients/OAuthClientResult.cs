using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Credentials.Clients;

/// <summary>A client, or why there is none; never both.</summary>
/// <param name="Client">Null where something is missing or unusable.</param>
/// <param name="Problems">With their places from the object's root; empty with a client. No message has a value of a Secret.</param>
public sealed record OAuthClientResult(OAuthClient? Client, IReadOnlyList<Diagnostic> Problems);
