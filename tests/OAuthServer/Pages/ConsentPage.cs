using ExtensibleWebhooks.OAuthServer.Grants;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ExtensibleWebhooks.OAuthServer.Pages;

/// <summary>The authorization endpoint: asks the user, each time, whether the client may do what it asks for.</summary>
internal static class ConsentPage
{
    private const string Decision = "decision";

    public static async Task<IResult> HandleAsync(HttpContext context, LifetimeSetting lifetimes, IOpenIddictApplicationManager applications)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict has not read the request");
        var user = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (!user.Succeeded)
        {
            return Results.Redirect(LoginPage.UrlFor(context.Request.Path + context.Request.QueryString));
        }

        var decision = context.Request.HasFormContentType ? context.Request.Form[Decision].ToString() : "";
        return decision switch
        {
            "allow" => Results.SignIn(GrantedIdentity.OfUser(request, lifetimes.Current), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme),
            "deny" => Denied(),
            _ => await AskAsync(request, applications, context.RequestAborted),
        };
    }

    private static IResult Denied() => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The user did not allow it.",
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

    private static async Task<IResult> AskAsync(OpenIddictRequest request, IOpenIddictApplicationManager applications, CancellationToken cancellationToken)
    {
        var client = await applications.FindByClientIdAsync(request.ClientId ?? "", cancellationToken);
        var name = client is null ? request.ClientId : await applications.GetDisplayNameAsync(client, cancellationToken);
        var parameters = request.GetParameters().Select(pair => $"<input type=\"hidden\" name=\"{Html.Encode(pair.Key)}\" value=\"{Html.Encode((string?)pair.Value)}\">");
        var scopes = request.GetScopes().Select(scope => $"<li>{Html.Encode(scope)}</li>");
        return Html.Page("Allow access", $"""
            <h1>Allow {Html.Encode(name)}?</h1>
            <p>It asks to act for you with:</p>
            <ul>{string.Concat(scopes)}</ul>
            <form method="post" action="{Paths.Authorize}">{string.Concat(parameters)}
              <button type="submit" name="{Decision}" value="allow">Allow</button>
              <button type="submit" name="{Decision}" value="deny" class="plain">Deny</button>
            </form>
            """);
    }
}
