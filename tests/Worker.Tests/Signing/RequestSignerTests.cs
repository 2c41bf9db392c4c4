using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Support.Reference;
using ExtensibleWebhooks.Worker.Signing;

namespace ExtensibleWebhooks.Worker.Tests.Signing;

/// <summary>What a receiver makes of our signatures: the published package of Standard Webhooks, and Node's own crypto.</summary>
public sealed class RequestSignerTests
{
    private const string Old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string New = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    public static TheoryData<string> Bodies => ["{}", """{"ü":"😀\u2028<&>","n":12.5,"list":[1,null,true]}""", "[1,2,3]", "\"text\""];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task StandardWebhooks_IsVerifiedByThePublishedPackage(string body)
    {
        var headers = Headers(Signer(SigningType.StandardWebhooks, New), body);

        Assert.Equal("verified", await AskStandardAsync(New, headers, body));
        Assert.NotEqual("verified", await AskStandardAsync(New, headers, body + " "));
        Assert.NotEqual("verified", await AskStandardAsync(Old, headers, body));
    }

    [Fact]
    public async Task StandardWebhooks_InARotation_IsVerifiedWithEitherSecret()
    {
        var headers = Headers(Signer(SigningType.StandardWebhooks, New, Old), "{}");

        Assert.Equal("verified", await AskStandardAsync(New, headers, "{}"));
        Assert.Equal("verified", await AskStandardAsync(Old, headers, "{}"));
        Assert.Equal(2, headers["webhook-signature"].Split(' ').Length);
    }

    [Fact]
    public async Task StandardWebhooks_OfASecretWithoutPrefix_IsTheSame()
    {
        var headers = Headers(Signer(SigningType.StandardWebhooks, New["whsec_".Length..]), "{}");

        Assert.Equal("verified", await AskStandardAsync(New, headers, "{}"));
    }

    [Fact]
    public void StandardWebhooks_OfAnotherTry_HasItsOwnTimestamp()
    {
        var signer = Signer(SigningType.StandardWebhooks, New);
        var at = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

        var first = Headers(signer, "{}", at);
        var second = Headers(signer, "{}", at.AddMinutes(7));

        Assert.Equal(("1700000000", "1700000420"), (first["webhook-timestamp"], second["webhook-timestamp"]));
        Assert.NotEqual(first["webhook-signature"], second["webhook-signature"]);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    [InlineData("a=1&b=%C3%BC")]
    [InlineData("")]
    public async Task XSignature_IsWhatNodeComputesOfTheBody(string body)
    {
        var signature = Headers(Signer(SigningType.XSignature, "sécret"), body)["X-Signature"];

        Assert.Equal((await AskSha1Async("sécret", body)).GetProperty("raw").GetString(), signature);
    }

    [Fact]
    public async Task XSignature_OfAJsonBody_SatisfiesSegmentsSampleReceiver()
    {
        const string body = """{"a":{"b":[1,"ü😀"]}}""";

        var signature = Headers(Signer(SigningType.XSignature, "s"), body)["X-Signature"];

        Assert.Equal((await AskSha1Async("s", body)).GetProperty("parsed").GetString(), signature);
    }

    [Fact]
    public void XSignature_WithoutABody_IsNone()
    {
        using var message = new HttpRequestMessage();

        Signer(SigningType.XSignature, "s").Sign(message.Headers, "msg_1", null, null, DateTimeOffset.UnixEpoch);

        Assert.Empty(message.Headers);
    }

    [Theory]
    [InlineData("Body", "[1,2]")]
    [InlineData("FirstEvent", "1")]
    public async Task XSignature_OfABatch_CoversWhatTheScopeSays(string scope, string covered)
    {
        using var message = new HttpRequestMessage();
        var signer = RequestSigner.Create(SigningType.XSignature, Enum.Parse<SigningScope>(scope), ["s"], out _);

        signer?.Sign(message.Headers, "msg_1", "[1,2]"u8.ToArray(), "1"u8.ToArray(), DateTimeOffset.UnixEpoch);

        Assert.Equal((await AskSha1Async("s", covered)).GetProperty("raw").GetString(), message.Headers.GetValues("X-Signature").Single());
    }

    [Fact]
    public void XSignature_OfTheMapping_IsKept()
    {
        using var message = new HttpRequestMessage();
        message.Headers.TryAddWithoutValidation("x-signature", "own");

        Signer(SigningType.XSignature, "s").Sign(message.Headers, "msg_1", "{}"u8.ToArray(), null, DateTimeOffset.UnixEpoch);

        Assert.Equal("own", message.Headers.GetValues("X-Signature").Single());
    }

    [Theory]
    [InlineData(SigningType.StandardWebhooks, "no base64!")]
    [InlineData(SigningType.StandardWebhooks, "whsec_")]
    [InlineData(SigningType.StandardWebhooks, "")]
    [InlineData(SigningType.StandardWebhooks, null)]
    [InlineData(SigningType.XSignature, "")]
    [InlineData(SigningType.XSignature, null)]
    public void Secret_ThatIsNone_MakesNoSigner_AndIsNotInTheReason(SigningType type, string? secret)
    {
        Assert.Null(RequestSigner.Create(type, SigningScope.Body, [New, secret], out var problem));

        Assert.Contains("2 of 2", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("base64!", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Signers_WithTheSameSecrets_AreEqual_AndOthersAreNot()
    {
        Assert.Equal(Signer(SigningType.StandardWebhooks, New, Old), Signer(SigningType.StandardWebhooks, New, Old));
        Assert.NotEqual(Signer(SigningType.StandardWebhooks, New, Old), Signer(SigningType.StandardWebhooks, Old, New));
        Assert.NotEqual(Signer(SigningType.StandardWebhooks, New), Signer(SigningType.XSignature, New));
    }

    private static RequestSigner Signer(SigningType type, params string[] secrets) =>
        RequestSigner.Create(type, SigningScope.Body, secrets, out var problem) ?? throw new InvalidOperationException(problem);

    private static Dictionary<string, string> Headers(RequestSigner signer, string body, DateTimeOffset? now = null)
    {
        using var message = new HttpRequestMessage();
        message.Headers.Add("webhook-id", "msg_1");
        signer.Sign(message.Headers, "msg_1", Encoding.UTF8.GetBytes(body), null, now ?? TimeProvider.System.GetUtcNow());
        return message.Headers.ToDictionary(header => header.Key, header => header.Value.Single());
    }

    private static async Task<string?> AskStandardAsync(string secret, Dictionary<string, string> headers, string body) =>
        (await AskAsync(new { secret, headers, body = Convert.ToBase64String(Encoding.UTF8.GetBytes(body)) })).GetProperty("standard").GetString();

    private static Task<JsonElement> AskSha1Async(string secret, string body) => AskAsync(new { secret, body = Convert.ToBase64String(Encoding.UTF8.GetBytes(body)) });

    private static async Task<JsonElement> AskAsync(object question)
    {
        var reason = await ReferenceProgram.WhyNotHereAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(reason is not null, reason ?? "");
        using var reference = ReferenceProgram.Start("verify.mjs");
        var answers = await reference.AskAsync([JsonSerializer.Serialize(question)], TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<JsonElement>(Assert.Single(answers));
    }
}
