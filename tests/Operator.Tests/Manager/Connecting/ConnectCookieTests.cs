using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Manager.Configuration;
using ExtensibleWebhooks.Manager.Connecting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Connecting;

/// <summary>What a browser is given and brings back, with the browser's part played as RFC 6265 has it.</summary>
public sealed class ConnectCookieTests
{
    private readonly OrderedDictionary<string, string> _browser = [];
    private readonly ConnectCookie _cookie = new(new OAuthOptions { ExternalUrl = new Uri("https://hooks.example.com") });

    [Fact]
    public void Nonces_OfTwoStates_AreEachTakenOnce()
    {
        Write("first");
        Write("second");

        Assert.Equal("nonce of first", Take("first"));
        Assert.Null(Take("first"));
        Assert.Equal("nonce of second", Take("second"));
        Assert.Empty(_browser);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("another")]
    public void State_WithoutACookie_TakesNobodysNonce(string? state)
    {
        Write("first");

        Assert.Null(Take(state));
        Assert.Single(_browser);
    }

    [Fact]
    public void Connects_OfOneBrowser_AreBounded_AndTheLastOnesStay()
    {
        _browser["unrelated"] = "kept";
        for (var count = 0; count < 50; count++)
        {
            Write($"{count}");
        }

        Assert.Equal(ConnectCookies.Most + 1, _browser.Count);
        Assert.Null(Take($"{49 - ConnectCookies.Most}"));
        Assert.All(Enumerable.Range(50 - ConnectCookies.Most, ConnectCookies.Most), count => Assert.Equal($"nonce of {count}", Take($"{count}")));
        Assert.Equal("unrelated", Assert.Single(_browser).Key);
    }

    [Fact]
    public void Cookie_IsOfThisHostAndOfNoScript()
    {
        var context = Request();
        _cookie.Write(context, Beginning("first"));

        var set = Assert.Single(SetIn(context));
        Assert.StartsWith("__Host-webhooks-connect-", set.Name.Value, StringComparison.Ordinal);
        Assert.Equal((true, true, Microsoft.Net.Http.Headers.SameSiteMode.Lax, "/", false), (set.HttpOnly, set.Secure, set.SameSite, set.Path.Value, set.Domain.HasValue));
        Assert.Equal(ConnectFlow.StateLife, set.MaxAge);
        Assert.DoesNotContain("first", set.Name.Value, StringComparison.Ordinal);
    }

    private static ConnectBeginning Beginning(string state) => new(new Uri("https://provider.example.com"), state, $"nonce of {state}");

    private static IEnumerable<SetCookieHeaderValue> SetIn(HttpContext context) => SetCookieHeaderValue.ParseList([.. context.Response.Headers.SetCookie.OfType<string>()]);

    private void Write(string state)
    {
        var context = Request();
        _cookie.Write(context, Beginning(state));
        Receive(context);
    }

    private string? Take(string? state)
    {
        var context = Request();
        var nonce = _cookie.Take(context, state);
        Receive(context);
        return nonce;
    }

    private DefaultHttpContext Request()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = string.Join("; ", _browser.Select(cookie => $"{cookie.Key}={cookie.Value}"));
        return context;
    }

    private void Receive(HttpContext context)
    {
        foreach (var cookie in SetIn(context))
        {
            _browser.Remove(cookie.Name.Value ?? "");
            if (cookie.Expires is null)
            {
                _browser[cookie.Name.Value ?? ""] = cookie.Value.Value ?? "";
            }
        }
    }
}
