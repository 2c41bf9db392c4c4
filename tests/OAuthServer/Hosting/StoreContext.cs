using Microsoft.EntityFrameworkCore;

namespace ExtensibleWebhooks.OAuthServer.Hosting;

/// <summary>Clients, grants and tokens, in memory.</summary>
internal sealed class StoreContext(DbContextOptions<StoreContext> options) : DbContext(options);
