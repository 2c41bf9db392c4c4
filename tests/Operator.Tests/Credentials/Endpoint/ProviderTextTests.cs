using CsCheck;
using ExtensibleWebhooks.Credentials.Endpoint;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Endpoint;

public class ProviderTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("  a \r\n\t b  ", "a b")]
    [InlineData("<b>x</b>", "b x /b")]
    [InlineData("Zugriff verweigert: ungültig", "Zugriff verweigert: ungültig")]
    [InlineData("a\u202Eb\u0000c\u200Bd", "a b c d")]
    [InlineData("12345678901", "123456789…")]
    [InlineData("1234567890", "1234567890")]
    public void Clean_OfACase_IsOneLineOfText(string? text, string expected) => Assert.Equal(expected, ProviderText.Clean(text, expected.Contains('…', StringComparison.Ordinal) || text?.Length == 10 ? 10 : 200));

    [Fact]
    public void Clean_OfAnything_IsBoundedAndHarmless() => Gen.Select(Gen.String, Gen.Int[2, 50]).Sample((text, longest) =>
    {
        var cleaned = ProviderText.Clean(text, longest);

        Assert.True(cleaned.Length <= longest);
        Assert.DoesNotContain(cleaned, character => character is '<' or '>' || char.IsControl(character));
        Assert.Equal(cleaned, cleaned.Trim());
    });

    [Fact]
    public void Redact_OfAnyTextWithSecretsInIt_LeavesNone() =>
        Gen.Select(Gen.Char['!', '~'].Array[4, 20].Select(characters => new string(characters)).Array[1, 4], Gen.String.Array[5]).Sample((secrets, between) =>
        {
            var text = string.Concat(between.Zip(secrets.Concat(secrets).Concat(secrets), (words, secret) => words + secret + Uri.EscapeDataString(secret)));

            var redacted = new SentSecrets(secrets).Redact(text);

            // What stands in their place may itself hold what is a secret by chance.
            Assert.All(secrets.Where(secret => !"[redacted]".Contains(secret, StringComparison.Ordinal)), secret => Assert.DoesNotContain(secret, redacted, StringComparison.Ordinal));
        });
}
