using System.Security.Cryptography.X509Certificates;
using System.Text;
using ExtensibleWebhooks.Runtime.Certificates;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Certificates;

/// <summary>Over several lives of the authority: whatever the API server trusts and whatever a replica serves at a time, they fit.</summary>
public class RotationTests
{
    /// <summary>How far behind a replica may be: less than the third of a serving certificate's life that is left at its renewal.</summary>
    private static readonly TimeSpan ReplicaLag = TimeSpan.FromDays(3);

    [Fact]
    public async Task Rotations_OverThreeAuthorities_LeaveNoMomentWithoutTrust()
    {
        var world = new CertificateWorld();
        var start = world.Time.GetUtcNow();
        while (world.Time.GetUtcNow() - start < 3 * CertificateWorld.Options.AuthorityLifetime)
        {
            var wait = await world.SettleAsync();
            Assert.True(wait > TimeSpan.Zero, "it must wait for something");
            world.Time.Advance(wait);
        }

        var authorities = world.Bundles.Select(entry => entry.Bundle.Authority.Thumbprint).Distinct().Count();
        var servings = world.Bundles.Select(entry => entry.Bundle.Serving.Thumbprint).Distinct().Count();
        Assert.InRange(authorities, 4, 6);
        Assert.InRange(servings, 18, 26);
        Assert.InRange(world.Bundles.Max(entry => entry.Bundle.Trusted.Count()), 2, 3);
        Assert.All(Moments(world), moment => AssertTrusted(world, moment));
    }

    [Fact]
    public async Task NewAuthority_UntilEveryServerHasHeardOfIt_ServesNothing()
    {
        var world = new CertificateWorld();
        await world.SettleAsync();
        var first = world.Bundle;
        var wait = TimeSpan.Zero;
        while (world.Bundle.Authority.Thumbprint == first.Authority.Thumbprint)
        {
            world.Time.Advance(wait);
            wait = await world.SettleAsync();
        }

        var between = world.Bundle;
        world.Time.Advance(wait);
        await world.SettleAsync();

        Assert.NotEqual(first.Authority.Thumbprint, between.Authority.Thumbprint);
        Assert.Equal([first.Authority.Thumbprint], between.Retired.Select(authority => authority.Thumbprint));
        Assert.Equal(first.Authority.Thumbprint, Issuer(between, world.Time.GetUtcNow()));
        Assert.Equal(CertificateWorld.Options.TrustDelay, wait);
        Assert.Equal(between.Authority.Thumbprint, Issuer(world.Bundle, world.Time.GetUtcNow()));
        Assert.Contains(first.Authority.ExportCertificatePem(), Encoding.ASCII.GetString(world.Trust), StringComparison.Ordinal);
        Assert.DoesNotContain(world.Secret ?? [], file => file.Key != "tls.key" && file.Key != "ca.key" && Encoding.ASCII.GetString(file.Value).Contains("PRIVATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Certificates_WithNothingDue_AreLeftAlone()
    {
        var world = new CertificateWorld();
        var wait = await world.SettleAsync();
        var (bundles, trusts) = (world.Bundles.Count, world.Trusts.Count);

        world.Time.Advance(wait);
        await world.SettleAsync();

        Assert.Equal((1, 1), (bundles, trusts));
        Assert.Equal((bundles, trusts), (world.Bundles.Count, world.Trusts.Count));
    }

    [Fact]
    public async Task Secret_FoundAfterALongAbsence_IsMadeAnew()
    {
        var world = new CertificateWorld();
        await world.SettleAsync();
        var before = world.Bundle;

        world.Time.Advance(2 * CertificateWorld.Options.AuthorityLifetime);
        await world.SettleAsync();

        Assert.NotEqual(before.Authority.Thumbprint, world.Bundle.Authority.Thumbprint);
        Assert.Empty(world.Bundle.Retired);
        Assert.Equal(world.Bundle.Trust, world.Trust);
    }

    [Theory]
    [InlineData("ca.crt")]
    [InlineData("ca.key")]
    [InlineData("tls.crt")]
    [InlineData("tls.key")]
    public async Task File_OfTheSecretMissingOrBrokenOrForeign_MakesItAnew(string file)
    {
        var foreign = new CertificateWorld();
        await foreign.SettleAsync();
        foreach (var content in new[] { null, "garbage"u8.ToArray(), foreign.Secret?[file] })
        {
            var world = new CertificateWorld();
            await world.SettleAsync();
            var before = world.Bundle;
            world.Secret?.Remove(file);
            if (content is not null)
            {
                world.Secret?.Add(file, content);
            }

            await world.SettleAsync();

            Assert.NotEqual(before.Serving.Thumbprint, world.Bundle.Serving.Thumbprint);
            Assert.NotNull(Issuer(world.Bundle, world.Time.GetUtcNow()));
            Assert.Equal(world.Bundle.Trust, world.Trust);
        }
    }

    [Fact]
    public async Task ServingCertificate_ForAnotherName_IsRenewedByTheSameAuthority()
    {
        var world = new CertificateWorld();
        await world.SettleAsync();
        var before = world.Bundle;
        world.Secret = new((before with { Serving = world.Issuer.IssueServing(before.Authority, ["elsewhere"], TimeSpan.FromDays(10)) }).Write());

        await world.SettleAsync();

        Assert.Equal(before.Authority.Thumbprint, world.Bundle.Authority.Thumbprint);
        Assert.True(world.Bundle.Serving.MatchesHostname("hooks.webhooks-system.svc"));
        Assert.True(world.Bundle.Serving.MatchesHostname("127.0.0.1"));
    }

    /// <summary>Just before, at and after each change, and the days between.</summary>
    private static IEnumerable<DateTimeOffset> Moments(CertificateWorld world)
    {
        var changes = world.Bundles.Select(entry => entry.From).Concat(world.Trusts.Select(entry => entry.From)).Distinct().ToList();
        var (first, last) = (changes.Min(), world.Time.GetUtcNow());
        var days = Enumerable.Range(1, (int)(last - first).TotalDays).Select(day => first.AddDays(day));
        return changes.SelectMany(change => new[] { change.AddSeconds(-1), change, change.AddSeconds(1) }).Concat(days).Where(moment => moment >= first);
    }

    private static void AssertTrusted(CertificateWorld world, DateTimeOffset moment)
    {
        // What came first was trusted by nobody before; from then on, servers may be a little behind, and replicas far.
        var trusts = Versions(world.Trusts, moment, CertificateWorld.Options.TrustDelay - TimeSpan.FromSeconds(1));
        var bundles = Versions(world.Bundles, moment, ReplicaLag);
        foreach (var trust in trusts)
        {
            foreach (var bundle in bundles)
            {
                Assert.True(Trusts(trust, bundle.Serving, moment), $"at {moment:u} a server that is behind does not trust what a replica that is behind serves");
            }
        }
    }

    private static IReadOnlyList<T> Versions<T>(List<(DateTimeOffset From, T Value)> history, DateTimeOffset moment, TimeSpan lag) =>
    [
        .. history.Where((entry, index) => entry.From <= moment && (index + 1 == history.Count || history[index + 1].From > moment - lag)).Select(entry => entry.Value),
    ];

    private static bool Trusts(byte[] trust, X509Certificate2 serving, DateTimeOffset moment)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(Encoding.ASCII.GetString(trust));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = moment.LocalDateTime;
        return chain.Build(serving);
    }

    private static string? Issuer(CertificateBundle bundle, DateTimeOffset moment) => bundle.IssuerAt(moment, CertificateWorld.Options.ServerNames)?.Thumbprint;
}
