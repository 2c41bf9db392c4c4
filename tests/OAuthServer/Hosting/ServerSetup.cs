using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ExtensibleWebhooks.OAuthServer.Hosting;

/// <summary>Composes OpenIddict: two flows, PKCE, opaque tokens that are looked up at each use, refresh tokens that are good for one refresh.</summary>
internal static class ServerSetup
{
    // Of this process only: nobody else reads what is inside of its tokens. RSA keys, the library's default, take a second to make.
    private static readonly ECDsaSecurityKey SigningKey = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    private static readonly SymmetricSecurityKey EncryptionKey = new(RandomNumberGenerator.GetBytes(32));

    /// <summary>Not an address: browsers and clients may reach the server by different names, and its tokens are its own all the same.</summary>
    private static readonly Uri Issuer = new("https://provider.test/");

    public static void Add(IServiceCollection services, AuthorizationServerOptions options)
    {
        services.AddSingleton(options.TimeProvider);
        services.AddRouting();
        services.AddLogging();
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        var database = new InMemoryDatabaseRoot();
        services.AddDbContext<StoreContext>(context => context.UseInMemoryDatabase("OAuth", database).UseOpenIddict());
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<StoreContext>().DisableBulkOperations())
            .AddServer(server => Configure(server, options))
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.EnableTokenEntryValidation();
                validation.EnableAuthorizationEntryValidation();
            });
    }

    private static void Configure(OpenIddictServerBuilder server, AuthorizationServerOptions options)
    {
        server.SetIssuer(Issuer)
            .SetAuthorizationEndpointUris(Paths.Authorize)
            .SetTokenEndpointUris(Paths.Token)
            .SetRevocationEndpointUris(Paths.Revoke)
            .SetIntrospectionEndpointUris(Paths.Introspect);
        server.AllowClientCredentialsFlow().AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange();
        server.Configure(server => server.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
        server.RegisterScopes([.. options.Scopes]).IgnoreScopePermissions();
        server.UseReferenceAccessTokens().UseReferenceRefreshTokens().SetRefreshTokenReuseLeeway(null);
        if (!options.RotatesRefreshTokens)
        {
            server.DisableRollingRefreshTokens().DisableSlidingRefreshTokenExpiration();
        }

        server.AddSigningKey(SigningKey).AddEncryptionKey(EncryptionKey);
        server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableTokenEndpointPassthrough()
            .DisableTransportSecurityRequirement();
    }
}
