using ExtensibleWebhooks.Credentials.Connect;

namespace ExtensibleWebhooks.Manager.Connecting;

/// <summary>What one signing key makes and reads.</summary>
/// <param name="Link">Links to the connect page.</param>
/// <param name="Flow">From Connect to the callback.</param>
internal sealed record ConnectKit(ConnectLink Link, ConnectFlow Flow);
