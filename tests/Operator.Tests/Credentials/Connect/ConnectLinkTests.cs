using ExtensibleWebhooks.Credentials.Connect;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Connect;

public class ConnectLinkTests
{
    private static readonly CredentialKey Key = new("shop", "crm", "0b5f3c1e-uid");
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 13, 0, 0, TimeSpan.Zero);
    private static readonly ConnectLink Link = new(SignerOf(1));

    [Fact]
    public void Link_NamesItsDestination_ForHalfADayToADay()
    {
        var text = Link.Make(Key, Now);

        Assert.Equal(Key, Link.Read(text, Now, out var problem));
        Assert.Null(problem);
        Assert.Equal(Key, Link.Read(text, Now.AddHours(12), out _));
        Assert.Null(Link.Read(text, Now.AddHours(24), out problem));
        Assert.Contains("has ended", problem, StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9._-]+$", text);
    }

    [Fact]
    public void Link_IsTheSameForHalfADay_SoThatAStatusStaysQuiet()
    {
        var texts = Enumerable.Range(0, 48 * 2).Select(half => Link.Make(Key, Now.AddMinutes(half * 30))).Distinct().Count();

        Assert.InRange(texts, 4, 5);
    }

    [Fact]
    public void Link_ChangedAnywhere_IsNotOurs()
    {
        var text = Link.Make(Key, Now);
        for (var index = 0; index < text.Length; index++)
        {
            // The last character of a part has bits that mean nothing, so another one may be the same text.
            foreach (var character in "A.b-")
            {
                var changed = string.Concat(text.AsSpan(0, index), character.ToString(), text.AsSpan(index + 1));
                Assert.True(changed == text || Link.Read(changed, Now, out _) is null || index == text.Length - 1, $"{index} {character}");
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("%00.%00")]
    [InlineData("ü.ü")]
    public void Nonsense_IsNotOurs(string? text)
    {
        Assert.Null(Link.Read(text, Now, out var problem));
        Assert.Contains("connectUrl", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Link_OfAnotherKey_OrMadeForAnotherPurpose_IsNotOurs()
    {
        Assert.Null(Link.Read(new ConnectLink(SignerOf(2)).Make(Key, Now), Now, out _));
        Assert.Null(Link.Read(SignerOf(1).Sign("connect-state", new { Key.Namespace, Key.Name, Key.Uid, Ends = long.MaxValue }), Now, out _));
        Assert.Null(Link.Read(new string('a', 100_000), Now, out _));
    }

    [Fact]
    public void Signer_WithAShortKey_IsNoSigner() => Assert.Throws<ArgumentOutOfRangeException>(() => new ConnectSigner(new byte[31]));

    internal static ConnectSigner SignerOf(byte seed) => new([.. Enumerable.Repeat(seed, ConnectSigner.MinKeyBytes)]);
}
