using ExtensibleWebhooks.Credentials.Stores;

namespace ExtensibleWebhooks.Credentials.Lifecycle;

/// <summary>What all keys share.</summary>
internal sealed record KeeperServices(ITokenStore Store, string Holder, TimeProvider Time, Random Random);
