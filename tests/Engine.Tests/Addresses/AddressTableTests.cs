using System.Net;
using ExtensibleWebhooks.Engine.Addresses;

namespace ExtensibleWebhooks.Engine.Tests.Addresses;

public class AddressTableTests
{
    [Theory]
    [InlineData("8.8.8.8", "Public")]
    [InlineData("100.63.255.255", "Public")]
    [InlineData("172.32.0.1", "Public")]
    [InlineData("2606:4700::1111", "Public")]
    [InlineData("2002:808:808::1", "Public")]
    [InlineData("64:ff9b::808:808", "Public")]
    [InlineData("10.1.2.3", "Private")]
    [InlineData("172.16.0.1", "Private")]
    [InlineData("172.31.255.255", "Private")]
    [InlineData("192.168.0.1", "Private")]
    [InlineData("100.64.0.1", "Private")]
    [InlineData("198.19.0.1", "Private")]
    [InlineData("192.0.2.1", "Private")]
    [InlineData("203.0.113.7", "Private")]
    [InlineData("240.1.2.3", "Private")]
    [InlineData("255.255.255.254", "Private")]
    [InlineData("fd12:3456::1", "Private")]
    [InlineData("2001:db8::1", "Private")]
    [InlineData("::ffff:10.0.0.1", "Private")]
    [InlineData("::10.0.0.1", "Private")]
    [InlineData("64:ff9b::10.0.0.1", "Private")]
    [InlineData("2002:0a00:0001::", "Private")]
    [InlineData("127.0.0.1", "Loopback")]
    [InlineData("127.255.255.254", "Loopback")]
    [InlineData("::1", "Loopback")]
    [InlineData("::ffff:127.0.0.1", "Loopback")]
    [InlineData("0.0.0.0", "Forbidden")]
    [InlineData("0.1.2.3", "Forbidden")]
    [InlineData("::", "Forbidden")]
    [InlineData("169.254.169.254", "Forbidden")]
    [InlineData("::ffff:169.254.169.254", "Forbidden")]
    [InlineData("64:ff9b::169.254.169.254", "Forbidden")]
    [InlineData("2002:a9fe:a9fe::", "Forbidden")]
    [InlineData("100.100.100.200", "Forbidden")]
    [InlineData("168.63.129.16", "Forbidden")]
    [InlineData("fd00:ec2::254", "Forbidden")]
    [InlineData("fe80::1", "Forbidden")]
    [InlineData("fec0::1", "Forbidden")]
    [InlineData("ff02::1", "Forbidden")]
    [InlineData("224.0.0.1", "Forbidden")]
    [InlineData("255.255.255.255", "Forbidden")]
    [InlineData("192.0.0.1", "Forbidden")]
    [InlineData("2001:0:1::1", "Forbidden")]
    public void Address_InAnyNotation_HasItsKind(string text, string kind) =>
        Assert.Equal(Enum.Parse<AddressKind>(kind), AddressTable.KindOf(IPAddress.Parse(text)));
}
