using ExtensibleWebhooks.Credentials.Stores;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Stores;

/// <summary>The fake keeps the promises that the tests of the keeper rely on.</summary>
public sealed class MemoryTokenStoreTests : TokenStoreConformance
{
    private readonly MemoryTokenStore _store = new();

    private protected override ITokenStore Open() => _store;
}
