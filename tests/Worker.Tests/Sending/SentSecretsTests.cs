using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Tests.Sending;

/// <summary>Receivers tell what they were sent, each in its own way of writing it.</summary>
public class SentSecretsTests
{
    private const string Secret = "p/w+d=\"ü<&>' x\\y%2B";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How receivers write a text.</summary>
    private static readonly Dictionary<string, Func<string, string>> Notations = new(StringComparer.Ordinal)
    {
        ["as it is"] = text => text,
        ["JSON, everything escaped that may be"] = text => JsonSerializer.Serialize(text)[1..^1],
        ["JSON, what must be escaped"] = text => JsonSerializer.Serialize(text, Relaxed)[1..^1],
        ["JSON, PHP's slashes"] = text => JsonSerializer.Serialize(text, Relaxed)[1..^1].Replace("/", "\\/", StringComparison.Ordinal),
        ["JSON, all of it as code units"] = text => string.Concat(text.Select(unit => $"\\u{(int)unit:x4}")),
        ["a log's bytes"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(unit => $"\\x{unit:X2}")),
        ["a URL"] = Uri.EscapeDataString,
        ["a URL in lower case"] = text => string.Concat(Encoding.UTF8.GetBytes(text).Select(unit => $"%{unit:x2}")),
        ["a form"] = text => WebUtility.UrlEncode(text),
        ["HTML"] = text => WebUtility.HtmlEncode(text),
        ["HTML of .NET's templates"] = text => HtmlEncoder.Default.Encode(text),
        ["HTML in decimals"] = text => string.Concat(text.EnumerateRunes().Select(rune => string.Create(CultureInfo.InvariantCulture, $"&#{rune.Value};"))),
    };

    public static TheoryData<string> NotationNames => [.. Notations.Keys];

    [Theory]
    [InlineData("Authorization", "Bearer t-0123456789", "t-0123456789")]
    [InlineData("Authorization", "Bearer tok1", "tok1")]
    [InlineData("Authorization", "ApiKey one two three", "one two three")]
    [InlineData("Authorization", "t-0123456789", "t-0123456789")]
    [InlineData("Authorization", "Token key=\"k-01234567\", id=7", "k-01234567")]
    [InlineData("X-Door", "open the door", "open the door")]
    [InlineData("x-door", "open the door", "the door")]
    [InlineData("X-Api-Key", "mapped-key", "mapped-key")]
    [InlineData("X-Signature", "0123456789abcdef", "0123456789abcdef")]
    [InlineData("webhook-signature", "v1,b25lMTIzNDU2Nzg= v1,dHdvMTIzNDU2Nzg=", "b25lMTIzNDU2Nzg")]
    [InlineData("webhook-signature", "v1,b25lMTIzNDU2Nzg= v1,dHdvMTIzNDU2Nzg=", "dHdvMTIzNDU2Nzg")]
    public void Redact_OfWhatAHeaderAuthenticatesWith_TakesItOut(string header, string value, string echo)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "https://example.com/");
        message.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal("got <redacted>!", new SentSecrets(message, "X-Door").RedactBody(Encoding.UTF8.GetBytes($"got {echo}!")));
    }

    [Theory]
    [InlineData("ann:p@ss:wörd")]
    [InlineData("p@ss:wörd")]
    public void Redact_OfBasic_KnowsWhatItDecodesTo(string echo)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "https://example.com/");
        message.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:p@ss:wörd")));
        var secrets = new SentSecrets(message, "X-Door");

        Assert.All([echo, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(echo))], text => Assert.Equal("got <redacted>!", secrets.RedactBody(Encoding.UTF8.GetBytes($"got {text}!"))));
    }

    [Fact]
    public void Redact_OfTheQuery_TakesOutItsLongerValues()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "https://example.com/hook?key=0123+45%2F67&format=json&alone");

        Assert.Equal(
            "no json at /hook?key=<redacted>&format=json&alone",
            new SentSecrets(message, "Authorization").RedactBody("no json at /hook?key=0123+45%2F67&format=json&alone"u8));
    }

    [Theory]
    [MemberData(nameof(NotationNames))]
    public void Redact_OfASecretInANotation_TakesItOut(string notation)
    {
        using var message = WithSecret(Secret);

        Assert.Equal("got <redacted>!", new SentSecrets(message, "X-Door").RedactBody(Encoding.UTF8.GetBytes($"got {Notations[notation](Secret)}!")));
    }

    [Fact]
    public void Redact_OfAnySecretInAnyTwoNotations_LeavesTheRest() => Gen.Select(Secrets, AnyNotation, AnyNotation).Sample((secret, inner, outer) =>
    {
        using var message = WithSecret(secret);

        Assert.Equal("[<redacted>]", new SentSecrets(message, "X-Door").RedactBody(Encoding.UTF8.GetBytes($"[{outer(inner(secret))}]")));
    });

    [Fact]
    public void Redact_OfATextThatWasCutWithinASecret_LeavesNoMoreThanTheShortest() => Gen.Select(Secrets, AnyNotation, AnyNotation, Gen.Double[0, 1]).Sample(
        (secret, inner, outer, part) =>
        {
            using var message = WithSecret(secret);
            var echo = Encoding.UTF8.GetBytes(outer(inner(secret)));
            var cut = (int)(echo.Length * part);

            var text = new SentSecrets(message, "X-Door").RedactBody([.. "["u8, .. echo.AsSpan(0, cut)]);

            // Fewer than four characters, and an escape that is not whole, of at most six bytes for each of six.
            Assert.True(text == "[<redacted>" || cut < 4 * 36, text);
            Assert.True(text == "[<redacted>" || !secret.StartsWith(text[1..Math.Min(text.Length, 5)], StringComparison.Ordinal) || text.Length < 5, text);
        });

    [Fact]
    public void Redact_OfAnyText_EndsAndLeavesWhatIsNoSecret() => Gen.String["\\%+&;#u00dcx2Bamp"].Sample(text =>
    {
        using var message = WithSecret("not in it");

        Assert.Equal(text, new SentSecrets(message, "X-Door").RedactBody(Encoding.UTF8.GetBytes(text)));
    });

    [Theory]
    [InlineData("abc")]
    [InlineData("a b")]
    public void Redact_OfWhatIsTooShort_LeavesIt(string secret)
    {
        using var message = WithSecret(secret);

        Assert.Equal($"got {secret}!", new SentSecrets(message, "X-Door").RedactBody(Encoding.UTF8.GetBytes($"got {secret}!")));
    }

    [Fact]
    public void Redact_OfShortSecretsEverywhere_StaysWithinItsBound()
    {
        using var message = WithSecret("abcd");

        var text = new SentSecrets(message, "X-Door").RedactBody(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("abcd ", SendLimits.KeptBodyBytes / 5))));

        Assert.Equal(SendLimits.KeptBodyBytes, text.Length);
        Assert.StartsWith("<redacted> <redacted> ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_OfAHeader_KeepsItsOtherBytes()
    {
        using var message = WithSecret("pässword");

        Assert.Equal("é <redacted> <redacted>", new SentSecrets(message, "X-Door").Redact($"é pässword {Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("pässword"))}"));
    }

    /// <summary>Of what a header may have, and of other letters; neither begins nor ends with what HTTP takes away.</summary>
    private static Gen<string> Secrets { get; } = Gen.OneOf(Gen.Char['!', '~'], Gen.OneOf("+/=%&\\\"<>' üé€".ToCharArray())).Array[6, 24]
        .Select(characters => new string(characters).Trim()).Where(secret => secret.Length >= 6 && !"[<redacted>]".Contains(secret, StringComparison.Ordinal));

    private static Gen<Func<string, string>> AnyNotation { get; } = Gen.OneOf(Notations.Values.ToArray());

    /// <summary>As Basic, which carries every text.</summary>
    private static HttpRequestMessage WithSecret(string secret)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "https://example.com/");
        message.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($":{secret}")));
        return message;
    }
}
