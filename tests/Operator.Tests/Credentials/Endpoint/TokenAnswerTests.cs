using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Endpoint;

/// <summary>Every answer becomes one of three values, over a real connection.</summary>
public sealed class TokenAnswerTests : IAsyncLifetime
{
    private TokenServer? _server;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private TokenServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _server = await TokenServer.StartAsync();

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    [Theory]
    [InlineData("""{"access_token":"tok","expires_in":3600}""", 3600.0)]
    [InlineData("""{"access_token":"tok","expires_in":"3600"}""", 3600.0)]
    [InlineData("""{"access_token":"tok","expires_in":3599.5}""", 3599.5)]
    [InlineData("""{"access_token":"tok","expires_in":3.6e3}""", 3600.0)]
    [InlineData("""{"access_token":"tok"}""", null)]
    [InlineData("""{"access_token":"tok","expires_in":null}""", null)]
    [InlineData("""{"access_token":"tok","expires_in":0}""", null)]
    [InlineData("""{"access_token":"tok","expires_in":-1}""", null)]
    [InlineData("""{"access_token":"tok","expires_in":"soon"}""", null)]
    [InlineData("""{"access_token":"tok","expires_in":""}""", null)]
    [InlineData("""{"access_token":"tok","expires_in":"NaN"}""", null)]
    [InlineData("""{"access_token":"tok","expires_in":{}}""", null)]
    [InlineData("""{"access_token":"tok","expires_in":1e300}""", 315360000.0)]
    [InlineData("""{"access_token":"tok","expires_in":9223372036854775807}""", 315360000.0)]
    [InlineData("access_token=tok&expires_in=3600&token_type=bearer", 3600.0)]
    public async Task ExpiresIn_InEveryNotation_IsALifeOrUnknown(string body, double? seconds)
    {
        Server.AnswerWith(200, body);

        var tokens = Assert.IsType<TokenAnswer.Granted>(await FetchAsync()).Tokens;

        Assert.Equal("tok", tokens.AccessToken);
        Assert.Equal(seconds, (tokens.ExpiresAt - tokens.ObtainedAt)?.TotalSeconds);
    }

    [Theory]
    [InlineData("""{"access_token":"tok","refresh_token":"ref","scope":"a b","token_type":"Bearer"}""", "application/json", "ref", "a b")]
    [InlineData("""{"access_token":"tok","refresh_token":"ref","scope":["a","b"]}""", "text/html", "ref", "a b")]
    [InlineData("""{"access_token":"tok","refresh_token":""}""", null, null, null)]
    [InlineData("""{"access_token":["tok"],"refresh_token":42}""", "application/json", "42", null)]
    [InlineData("\uFEFF {\"access_token\":\"tok\",\"token_type\":\"N_A\",\"refresh_token\":null}", "application/json; charset=utf-8", null, null)]
    [InlineData("access_token=tok&refresh_token=ref&scope=a%20b", "application/x-www-form-urlencoded", "ref", "a b")]
    [InlineData("access_token=tok&scope=a+b", "text/plain", null, "a b")]
    public async Task Tokens_OfJsonAndForms_AreRead(string body, string? contentType, string? refreshToken, string? scope)
    {
        Server.AnswerWith(200, body, contentType);

        var tokens = Assert.IsType<TokenAnswer.Granted>(await FetchAsync()).Tokens;

        Assert.Equal(("tok", refreshToken, scope), (tokens.AccessToken, tokens.RefreshToken, tokens.Scope));
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"gone"}""", TokenError.InvalidGrant, "invalid_grant: gone")]
    [InlineData(401, """{"error":"invalid_client"}""", TokenError.InvalidClient, "clientSecretRef")]
    [InlineData(400, """{"error":"unauthorized_client"}""", TokenError.UnauthorizedClient, "provider")]
    [InlineData(400, """{"error":"invalid_scope"}""", TokenError.InvalidScope, "scopes")]
    [InlineData(400, """{"error":"unsupported_grant_type"}""", TokenError.UnsupportedGrantType, "flow")]
    [InlineData(400, """{"error":"invalid_request"}""", TokenError.InvalidRequest, "refreshParameters")]
    [InlineData(200, "error=bad_refresh_token&error_description=The+refresh+token+passed+is+incorrect", TokenError.InvalidGrant, "passed is incorrect")]
    [InlineData(200, """{"error":"incorrect_client_credentials"}""", TokenError.InvalidClient, "incorrect_client_credentials")]
    [InlineData(400, """{"error":{"type":"OAuthException","message":"Bad app","code":190}}""", TokenError.Other, "OAuthException: Bad app")]
    [InlineData(403, """{"error":"something_of_our_own"}""", TokenError.Other, "something_of_our_own")]
    [InlineData(401, "", TokenError.InvalidClient, "an empty body")]
    [InlineData(400, "<!DOCTYPE html><title>Oops</title>", TokenError.Other, "an HTML page")]
    [InlineData(404, "not here", TokenError.Other, "check the URL")]
    [InlineData(405, "[]", TokenError.Other, "405")]
    public async Task Refusal_IsNamed_WithWhatToDo(int status, string body, TokenError error, string words)
    {
        Server.AnswerWith(status, body, null);

        var refused = Assert.IsType<TokenAnswer.Refused>(await FetchAsync());

        Assert.Equal(error, refused.Error);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("accessTokenUrl at 127.0.0.1 ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DPoP")]
    [InlineData("mac")]
    public async Task Token_ThatNeedsAProof_IsRefused(string type)
    {
        Server.AnswerWith(200, $$"""{"access_token":"tok","token_type":"{{type}}"}""");

        Assert.Contains("bearer", Assert.IsType<TokenAnswer.Refused>(await FetchAsync()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, """{"error":"server_error"}""", UnavailableKind.Status)]
    [InlineData(503, "<html>down</html>", UnavailableKind.Status)]
    [InlineData(500, """{"error":"invalid_grant"}""", UnavailableKind.Status)]
    [InlineData(429, "", UnavailableKind.Status)]
    [InlineData(408, "", UnavailableKind.Status)]
    [InlineData(400, """{"error":"temporarily_unavailable"}""", UnavailableKind.Status)]
    [InlineData(302, "", UnavailableKind.Redirect)]
    [InlineData(304, "", UnavailableKind.Redirect)]
    [InlineData(200, "", UnavailableKind.Malformed)]
    [InlineData(204, "", UnavailableKind.Malformed)]
    [InlineData(200, "<html>please log in</html>", UnavailableKind.Malformed)]
    [InlineData(200, "{", UnavailableKind.Malformed)]
    [InlineData(200, "[]", UnavailableKind.Malformed)]
    [InlineData(200, "null", UnavailableKind.Malformed)]
    [InlineData(200, """{"access_token":""}""", UnavailableKind.Malformed)]
    [InlineData(200, """{"access_token":{"value":"tok"}}""", UnavailableKind.Malformed)]
    [InlineData(200, """{"access_token":"two\r\nlines"}""", UnavailableKind.Malformed)]
    [InlineData(200, """{"access_token":"schlüssel"}""", UnavailableKind.Malformed)]
    public async Task NoAnswerToTheQuestion_IsUnavailable(int status, string body, UnavailableKind kind)
    {
        Server.Answer = async context =>
        {
            context.Response.StatusCode = status;
            if (status == 302)
            {
                context.Response.Headers.Location = "https://elsewhere.example.com/?token=abc";
            }

            if (body.Length > 0)
            {
                await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
            }
        };

        var unavailable = Assert.IsType<TokenAnswer.Unavailable>(await FetchAsync());

        Assert.Equal(kind, unavailable.Kind);
        Assert.DoesNotContain("abc", unavailable.Message, StringComparison.Ordinal);
        Assert.Single(Server.Calls);
    }

    [Theory]
    [InlineData("30", 30.0)]
    [InlineData("999999", 3600.0)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 3600.0)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", null)]
    public async Task RetryAfter_IsHonouredUpToAnHour(string header, double? seconds)
    {
        Server.AnswerWith(503, "", null, ("Retry-After", header));

        Assert.Equal(seconds, Assert.IsType<TokenAnswer.Unavailable>(await FetchAsync()).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Description_WithWhatWasSentAndMarkup_IsShownWithoutIt()
    {
        Server.Answer = async context =>
        {
            var form = await context.Request.ReadFormAsync();
            context.Response.StatusCode = 400;
            var description = $"<b>bad</b>\\r\\n\\u0000\\u202E {form["refresh_token"]} {Uri.EscapeDataString(form["refresh_token"].ToString())} {context.Request.Headers.Authorization} {TestClient.Secret} {new string('x', 5000)}";
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"error":"invalid_grant<script>","error_description":"{{description}}","access_token":"never-granted"}"""));
        };

        var answer = await Server.Endpoint().RefreshAsync(TestClient.Of(Server.Url), "refresh/token+of=ours", Ending);

        var message = Assert.IsType<TokenAnswer.Refused>(answer).Message;
        foreach (var secret in new[] { "refresh/token", "refresh%2Ftoken", TestClient.Secret, "Y2xpZW50LTE6", "never-granted", "<", ">", "\r", "\n", "\0", "\u202E" })
        {
            Assert.DoesNotContain(secret, message, StringComparison.Ordinal);
        }

        Assert.Contains("b bad /b [redacted] [redacted] [redacted] [redacted] xxx", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 500);
    }

    [Fact]
    public void TokenSet_AsText_ShowsNoToken()
    {
        var tokens = new TokenSet { AccessToken = "access-1", RefreshToken = "refresh-1", ObtainedAt = default, ExpiresAt = DateTimeOffset.UnixEpoch };

        Assert.Equal($"token {tokens.Fingerprint}, with a refresh token, until 1970-01-01T00:00:00.0000000+00:00", $"{tokens}");
        Assert.DoesNotContain("-1,", $"{new TokenAnswer.Granted(tokens)}", StringComparison.Ordinal);
    }

    private Task<TokenAnswer> FetchAsync() => Server.Endpoint().FetchAsync(TestClient.Of(Server.Url, OAuth2Flow.ClientCredentials), Ending);
}
