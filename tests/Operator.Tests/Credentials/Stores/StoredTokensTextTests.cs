using CsCheck;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Stores;

public class StoredTokensTextTests
{
    private static readonly Gen<string> Token = Gen.Char['!', '~'].Array[1, 60].Select(characters => new string(characters));

    private static readonly Gen<DateTimeOffset> Time = Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private static readonly Gen<StoredTokens> Stored =
        from access in Token
        from refresh in Gen.String.Null()
        from obtained in Time.Where(time => time.Year < 9000)
        from expires in Time.Nullable()
        from ended in Gen.String.Null()
        from mark in Gen.Select(Gen.String, Time, Token, (holder, at, token) => new RefreshMark(holder, at, token)).Null()
        select new StoredTokens
        {
            Tokens = new TokenSet { AccessToken = access, RefreshToken = string.IsNullOrEmpty(refresh) ? null : refresh, ObtainedAt = obtained, ExpiresAt = expires },
            ClientFingerprint = "0123456789abcdef",
            Ended = string.IsNullOrEmpty(ended) ? null : ended,
            Refreshing = mark,
        };

    [Fact]
    public void Stored_WrittenAndRead_IsTheSame() => Stored.Sample(stored =>
    {
        var read = StoredTokensText.Read(StoredTokensText.Write(stored), out var problem);
        Assert.Null(problem);
        Assert.Equal(stored, read);
        Assert.Subset(StoredTokensText.Keys.ToHashSet(), StoredTokensText.Write(stored).Keys.ToHashSet());
    });

    [Fact]
    public void AnyTexts_AreReadOrRefused_NeverThrown() =>
        Gen.Select(Gen.OneOf("accessToken", "refreshToken", "expiresAt", "obtainedAt", "client", "refreshing", "scope", "ended", "x"), Gen.String).Array[0, 8].Sample(pairs =>
        {
            var values = new Dictionary<string, string>();
            foreach (var (key, value) in pairs)
            {
                values[key] = value;
            }

            Assert.True(StoredTokensText.Read(values, out var problem) is null == (problem is not null));
        });
}
