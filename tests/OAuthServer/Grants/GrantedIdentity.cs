using System.Security.Claims;
using ExtensibleWebhooks.OAuthServer.Clients;
using ExtensibleWebhooks.OAuthServer.Users;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ExtensibleWebhooks.OAuthServer.Grants;

/// <summary>Whom a token stands for, and for how long.</summary>
internal static class GrantedIdentity
{
    /// <summary>The user who consented; refresh tokens are issued whether or not they are asked for, as most providers do.</summary>
    public static ClaimsPrincipal OfUser(OpenIddictRequest request, TokenLifetimes lifetimes) =>
        Make(TestUser.Name, [.. request.GetScopes().Append(Scopes.OfflineAccess).Distinct()], lifetimes);

    /// <summary>The client itself: RFC 6749 §4.4, without a refresh token.</summary>
    public static ClaimsPrincipal OfClient(OpenIddictRequest request, TokenLifetimes lifetimes) =>
        Make(request.ClientId ?? "", [.. request.GetScopes()], lifetimes);

    /// <summary>The one of the code or the refresh token, with the lifetimes of now.</summary>
    public static ClaimsPrincipal Again(ClaimsPrincipal principal, TokenLifetimes lifetimes) => principal
        .SetAccessTokenLifetime(lifetimes.AccessToken)
        .SetRefreshTokenLifetime(lifetimes.RefreshToken);

    private static ClaimsPrincipal Make(string subject, IReadOnlyList<string> scopes, TokenLifetimes lifetimes)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject).SetScopes(scopes).SetResources(RegisteredClient.JudgeId).SetAuthorizationCodeLifetime(lifetimes.Code);
        return Again(new ClaimsPrincipal(identity), lifetimes);
    }
}
