using System.Security.Claims;
using ExtensibleWebhooks.OAuthServer.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.OAuthServer.Pages;

/// <summary>Name and password, then on to where the user wanted to go.</summary>
internal static class LoginPage
{
    private const string Next = "next";

    public static IResult Show(HttpRequest request) => Form(request.Query[Next], error: "");

    public static async Task<IResult> SubmitAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        string next = form[Next].ToString();
        if (form["username"] != TestUser.Name || form["password"] != TestUser.Password)
        {
            return Form(next, "<p class=\"error\" role=\"alert\">Name or password is wrong.</p>");
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, TestUser.Name)], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
        return Results.LocalRedirect(next.Length == 0 ? Paths.Login : next);
    }

    /// <summary>Of the page, for somebody who wanted to go elsewhere.</summary>
    public static string UrlFor(string next) => $"{Paths.Login}?{Next}={Uri.EscapeDataString(next)}";

    private static IResult Form(string? next, string error) => Html.Page("Log in", $"""
        <h1>Log in to the provider</h1>{error}
        <form method="post" action="{Paths.Login}">
          <input type="hidden" name="{Next}" value="{Html.Encode(next)}">
          <label>User name <input name="username" autocomplete="username" required autofocus></label>
          <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
          <button type="submit">Log in</button>
        </form>
        """);
}
