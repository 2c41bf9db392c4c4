using System.Collections.Immutable;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Configuration;
using ExtensibleWebhooks.Worker.Lanes;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Tests.Configuration;

namespace ExtensibleWebhooks.Worker.Tests.Lanes;

public class LaneAuthorizationTests
{
    private static readonly AuthenticationConfig Basic = new() { Type = AuthenticationType.Basic, UsernameFile = "username", PasswordFile = "password" };
    private static readonly AuthenticationConfig Header = new() { Type = AuthenticationType.Header, Header = "X-Api-Key", TokenFile = "value" };
    private static readonly SigningConfig Signing = new() { Type = SigningType.XSignature, SecretFiles = ["signing"] };

    [Theory]
    [InlineData(AuthenticationType.Bearer, null, "Bearer t")]
    [InlineData(AuthenticationType.Bearer, "Token", "Token t")]
    [InlineData(AuthenticationType.OAuth2, null, "Bearer t")]
    [InlineData(AuthenticationType.OAuth2, "token", "token t")]
    public void Token_GoesBehindItsPrefix(AuthenticationType type, string? prefix, string header)
    {
        var authorization = Of(new AuthenticationConfig { Type = type, Prefix = prefix, TokenFile = "token" }, null, ("token", "t"));

        Assert.Equal(("Authorization", header), (authorization.Name, authorization.Header));
    }

    [Fact]
    public void Basic_IsUserAndPasswordInBase64()
    {
        var authorization = Of(Basic, null, ("username", "änn"), ("password", "p:ss"));

        Assert.Equal(("Authorization", "Basic " + Convert.ToBase64String("änn:p:ss"u8)), (authorization.Name, authorization.Header));
        Assert.Null(authorization.Missing);
    }

    [Fact]
    public void Header_IsItsNameAndItsWholeValue()
    {
        var authorization = Of(Header, null, ("value", "key 1"));

        Assert.Equal(("X-Api-Key", "key 1"), (authorization.Name, authorization.Header));
    }

    [Fact]
    public void Signing_ComesWithAnyAuthentication()
    {
        Assert.NotNull(Of(new AuthenticationConfig { Type = AuthenticationType.None }, Signing, ("signing", "s")).Signer);
        Assert.NotNull(Of(Header, Signing, ("signing", "s"), ("value", "v")).Signer);
    }

    [Theory]
    [InlineData("username", "password")]
    [InlineData("password", "username")]
    [InlineData("value", "signing")]
    [InlineData("signing", "value")]
    public void File_ThatIsMissing_IsSaid(string missing, string present)
    {
        var authentication = missing == "value" || present == "value" ? Header : Basic;

        var authorization = Of(authentication, missing == "signing" ? Signing : null, (present, "x"));

        Assert.NotNull(authorization.Missing);
        Assert.Equal((null, null), (authorization.Header, authorization.Signer));
    }

    [Fact]
    public void Username_WithAColon_IsSaid_AndNotShown() =>
        Assert.Equal("the username has a colon, which Basic authentication cannot send", Of(Basic, null, ("username", "a:b"), ("password", "c")).Missing);

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("schlüssel")]
    public void Value_ThatNoHeaderMayHave_IsMissing(string value) => Assert.NotNull(Of(Header, null, ("value", value)).Missing);

    private static Authorization Of(AuthenticationConfig authentication, SigningConfig? signing, params (string File, string Value)[] files) => LaneAuthorization.Of(
        ConfigFolder.Destination("crm") with { Authentication = authentication, Signing = signing },
        new CredentialSet(files.ToImmutableDictionary(file => file.File, file => file.Value)));
}
