using System.Net;
using System.Security.Cryptography;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Connecting;
using ExtensibleWebhooks.Manager.Statuses;
using ExtensibleWebhooks.Manager.Tokens;
using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Hosting;

namespace ExtensibleWebhooks.Manager.Hosting;

/// <summary>Registers what keeps OAuth 2.0 tokens, and the connect pages.</summary>
internal static class CredentialServices
{
    /// <param name="services">Where to.</param>
    /// <param name="options">Where providers may be.</param>
    /// <param name="identity">Who this process is among its replicas.</param>
    public static IServiceCollection AddTokens(this IServiceCollection services, ManagerOptions options, PodIdentity identity)
    {
        services.AddSingleton(new Egress.EgressOptions
        {
            AllowedNetworks = [.. options.Workers.Egress.AllowedCidrs.Select(cidr => IPNetwork.Parse(cidr))],
            ApiServer = Egress.EgressOptions.ApiServerOf(Environment.GetEnvironmentVariable),
        });
        services.AddSingleton<INameResolver, SystemNameResolver>();
        services.AddSingleton<TokenMetrics>();
        services.AddSingleton<RejectedTokens>();
        services.AddSingleton<ITokenStore>(provider => new SecretTokenStore(Unfenced(provider)));

        // Another name after each start: a mark of this pod's former process is not this one's.
        services.AddSingleton(provider => new TokenKeeper(
            provider.GetRequiredService<ITokenStore>(),
            $"{identity.Name}_{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>()));
        services.AddSingleton<ClientOpener>();
        services.AddSingleton<DestinationTokens>();
        services.AddSingleton<TokenUpkeep>();
        services.AddSingleton<CredentialsStatusWriter>();
        return services;
    }

    /// <inheritdoc cref="AddTokens"/>
    public static IServiceCollection AddConnectPages(this IServiceCollection services, ManagerOptions options, PodIdentity identity)
    {
        services.AddSingleton(options.OAuth);
        services.AddSingleton(provider => new SigningKeys(Unfenced(provider), options.OAuth, identity, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ConnectUrls>();
        services.AddSingleton<ConnectServices>();
        services.AddSingleton<ConnectDesk>();
        services.AddSingleton<ConnectCookie>();
        services.AddSingleton<ConnectEndpoints>();
        return services;
    }

    /// <summary>For what every replica does.</summary>
    private static IResourceClient Unfenced(IServiceProvider provider) => provider.GetRequiredKeyedService<IResourceClient>(OperatorServiceCollectionExtensions.Unfenced);
}
