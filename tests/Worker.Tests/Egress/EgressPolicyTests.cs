using System.Net;
using ExtensibleWebhooks.Egress;

namespace ExtensibleWebhooks.Worker.Tests.Egress;

public class EgressPolicyTests
{
    private static readonly IPAddress Private = IPAddress.Parse("10.96.0.10");

    [Theory]
    [InlineData("ECHO.shop.svc")]
    [InlineData("echo.shop.svc.cluster.local")]
    [InlineData("echo.shop.svc.cluster.local.")]
    public void Service_OfTheOwnNamespace_MayBePrivate(string host) => Assert.Null(Policy().Refuse(host, Private));

    [Theory]
    [InlineData("echo")]
    [InlineData("echo.shop")]
    [InlineData("echo.")]
    [InlineData("echo.shop.")]
    [InlineData("echo.shop.svc.")]
    [InlineData("echo.shop.svc.cluster.local..")]
    [InlineData("echo.shop.cluster.local")]
    [InlineData("echo.other")]
    [InlineData("echo.other.svc")]
    [InlineData("echo.other.svc.cluster.local")]
    [InlineData("a.echo.shop.svc.cluster.local")]
    [InlineData("shop.svc.cluster.local")]
    [InlineData("echo.shop.example.com")]
    [InlineData("10.96.0.10")]
    public void Anything_Else_MayNotBePrivate(string host) => Assert.NotNull(Policy().Refuse(host, Private));

    /// <summary>Its Service is one of the namespace default; a Service of type ExternalName leads there from any, and an administrator's network may hold it.</summary>
    [Theory]
    [InlineData("kubernetes.default.svc", "10.96.0.1", false)]
    [InlineData("mine.default.svc", "10.96.0.1", false)]
    [InlineData("example.com", "10.96.0.1", false)]
    [InlineData("10.96.0.1", "10.96.0.1", false)]
    [InlineData("example.com", "::ffff:10.96.0.1", false)]
    [InlineData("mine.default.svc", "10.96.0.2", true)]
    public void ApiServer_IsRefused_WhateverLeadsThere(string host, string address, bool isAllowed)
    {
        var options = new EgressOptions { ApiServer = IPAddress.Parse("10.96.0.1"), AllowedNetworks = [IPNetwork.Parse("10.0.0.0/8")], AllowLoopback = true };

        Assert.Equal(isAllowed, new EgressPolicy(options, "default").Refuse(host, IPAddress.Parse(address)) is null);
    }

    [Theory]
    [InlineData("10.96.0.1", "10.96.0.1")]
    [InlineData("fd00::1", "fd00::1")]
    [InlineData("api.example.com", null)]
    [InlineData(null, null)]
    public void ApiServer_IsWhatTheKubeletTells(string? told, string? address) =>
        Assert.Equal(address, EgressOptions.ApiServerOf(name => name == "KUBERNETES_SERVICE_HOST" ? told : null)?.ToString());

    [Theory]
    [InlineData("echo", "echo.shop.svc")]
    [InlineData("ECHO.Shop", "echo.shop.svc")]
    [InlineData("echo.", null)]
    [InlineData("echo.shop.", null)]
    [InlineData("echo.other", null)]
    [InlineData("echo.shop.svc", null)]
    [InlineData("10.96.0.10", null)]
    [InlineData("::1", null)]
    public void ShortName_MayMeanAServiceOfTheOwnNamespace(string host, string? service) => Assert.Equal(service, Policy().ServiceOf(host));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    public void Service_OfTheOwnNamespace_MayNotBeLoopbackOrLinkLocal(string address) => Assert.NotNull(Policy().Refuse("echo.shop.svc", IPAddress.Parse(address)));

    [Fact]
    public void AllowedNetwork_OfTheAdministrator_OpensPrivateAddressesOnly()
    {
        var policy = new EgressPolicy(new EgressOptions { AllowedNetworks = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16")] }, "shop");

        Assert.Null(policy.Refuse("api.example.com", Private));
        Assert.Null(policy.Refuse("api.example.com", IPAddress.Parse("::ffff:10.96.0.10")));
        Assert.NotNull(policy.Refuse("api.example.com", IPAddress.Parse("192.168.0.1")));
        Assert.NotNull(policy.Refuse("api.example.com", IPAddress.Loopback));
        Assert.NotNull(policy.Refuse("api.example.com", IPAddress.Parse("169.254.169.254")));
    }

    [Fact]
    public void AllowLoopback_OfALaptop_OpensLoopbackAndPrivateAddressesOnly()
    {
        var policy = new EgressPolicy(new EgressOptions { AllowLoopback = true }, null);

        Assert.Null(policy.Refuse("localhost", IPAddress.Loopback));
        Assert.Null(policy.Refuse("nas.example.com", Private));
        Assert.NotNull(policy.Refuse("metadata", IPAddress.Parse("169.254.169.254")));
    }

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://169.254.169.254/latest")]
    public void Literal_InAnyNotation_IsRefusedBeforeAnythingIsDialled(string url) => Assert.NotNull(Policy().RefuseLiteral(new Uri(url)));

    [Fact]
    public void Name_IsNoLiteral_SoItIsCheckedWhenItIsDialled() => Assert.Null(Policy().RefuseLiteral(new Uri("http://localhost/")));

    private static EgressPolicy Policy() => new(new EgressOptions(), "shop");
}
