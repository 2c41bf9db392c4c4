using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ExtensibleWebhooks.OAuthServer.Grants;

/// <summary>Issues tokens; OpenIddict has checked the request and the client before, and the code or refresh token with its PKCE verifier.</summary>
internal static class TokenEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext context, LifetimeSetting lifetimes, AuthorizationServerOptions options)
    {
        const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict has not read the request");
        if (request.IsClientCredentialsGrantType())
        {
            return Results.SignIn(GrantedIdentity.OfClient(request, lifetimes.Current), authenticationScheme: Scheme);
        }

        if ((await context.AuthenticateAsync(Scheme)).Principal is not { } principal)
        {
            return Results.Forbid(authenticationSchemes: [Scheme]);
        }

        if (request.IsRefreshTokenGrantType() && !options.RotatesRefreshTokens)
        {
            principal.SetScopes(principal.GetScopes().Remove(Scopes.OfflineAccess));
        }

        return Results.SignIn(GrantedIdentity.Again(principal, lifetimes.Current), authenticationScheme: Scheme);
    }
}
