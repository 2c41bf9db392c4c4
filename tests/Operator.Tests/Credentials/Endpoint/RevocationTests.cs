using ExtensibleWebhooks.Credentials.Tokens;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Endpoint;

/// <summary>What a revocation endpoint answers for each of the two tokens, and what came of both.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private const string Unsupported = """{"error":"unsupported_token_type"}""";
    private const string Invalid = """{"error":"invalid_token","error_description":"expired or revoked"}""";
    private const string Client = """{"error":"invalid_client"}""";

    private TokenServer? _server;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private TokenServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _server = await TokenServer.StartAsync();

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    /// <summary>RFC 7009 §2.2 and §2.2.1. The answers are "status body"; "…" stands for the endpoint's name.</summary>
    [Theory]
    [InlineData("200 ", "200 ", "Its tokens are revoked at the provider")]
    [InlineData("204 ", "204 ", "Its tokens are revoked at the provider")]
    [InlineData("200 ", $"400 {Invalid}", "Its tokens are revoked at the provider")]
    [InlineData($"400 {Invalid}", $"400 {Invalid}", "Its tokens are revoked at the provider")]
    [InlineData("200 ", "400 ", "Its refresh token is revoked at the provider; its access token ends with it or by itself: … answered 400")]
    [InlineData("200 ", $"400 {Unsupported}", "Its refresh token is revoked at the provider; its access token ends with it or by itself: … answered 400 (unsupported_token_type)")]
    [InlineData("200 ", "503 ", "Its tokens are not known to be revoked at the provider: the refresh token is, but for the access token … answered 503")]
    [InlineData("503 ", "200 ", "Its tokens are not known to be revoked at the provider: … answered 503")]
    [InlineData("429 ", "200 ", "Its tokens are not known to be revoked at the provider: … answered 429")]
    [InlineData($"400 {Unsupported}", "200 ", "Its tokens are not revoked at the provider: the access token is, but for the refresh token … answered 400 (unsupported_token_type)")]
    [InlineData($"401 {Client}", $"401 {Client}", "Its tokens are not revoked at the provider: … answered 401 (invalid_client)")]
    [InlineData($"400 {Unsupported}", "503 ", "Its tokens are not revoked at the provider: … answered 400 (unsupported_token_type)")]
    [InlineData("302 ", "302 ", "Its tokens are not revoked at the provider: … answered 302")]
    [InlineData(null, "200 ", "Its tokens are revoked at the provider")]
    [InlineData(null, $"400 {Invalid}", "Its tokens are revoked at the provider")]
    [InlineData(null, $"400 {Unsupported}", "Its tokens are not revoked at the provider: … answered 400 (unsupported_token_type)")]
    [InlineData(null, "500 ", "Its tokens are not known to be revoked at the provider: … answered 500")]
    public async Task Answers_ForBothTokens_AreToldAsTheyAre(string? forRefresh, string forAccess, string sentence)
    {
        Server.Answer = async context =>
        {
            var token = (await context.Request.ReadFormAsync(Ending))["token_type_hint"];
            var answer = (token == "refresh_token" ? forRefresh ?? "" : forAccess).Split(' ', 2);
            context.Response.StatusCode = int.Parse(answer[0], null);

            // Kestrel ends the connection of a 204 with a body, even with an empty one: the next call might still take that connection.
            if (answer[1] is { Length: > 0 } body)
            {
                await context.Response.WriteAsync(body, Ending);
            }
        };
        var client = TestClient.Of(TestClient.Spec(Server.Url) with { RevokeUrl = $"{Server.Url}/revoke" });
        var tokens = new TokenSet { AccessToken = "access", RefreshToken = forRefresh is null ? null : "refresh", ObtainedAt = default };

        var told = await Server.Endpoint().RevokeAsync(client, tokens, Ending);

        Assert.Equal(sentence, told.Sentence.Replace("revokeUrl at 127.0.0.1", "…", StringComparison.Ordinal));
        Assert.Equal(sentence == "Its tokens are revoked at the provider", told.IsClean);
        Assert.Equal(sentence.Contains("not known", StringComparison.Ordinal), told.MayTryAgain);
    }
}
